package io.zmq4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.annotation.ZmqListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/** Applications without a web server, each in a process of its own. */
class ListeningProcessTest {

    private static final String RUNNING = "main has returned";

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Listening {

        public static void main(String[] arguments) {
            SpringApplication.run(Listening.class, arguments);
            System.out.println(RUNNING);
        }

        @ZmqListener(type = "pull", bind = "tcp://127.0.0.1:0")
        void on(String text) {
            System.out.println(text);
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Sending {

        public static void main(String[] arguments) {
            SpringApplication.run(Sending.class, arguments);
            System.out.println(RUNNING);
        }
    }

    private static Process start(Class<?> application) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        application.getName(),
                        "--spring.main.web-application-type=none",
                        "--zmq.sockets.out.type=push",
                        "--zmq.sockets.out.bind=tcp://127.0.0.1:0"))
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            all.append(line).append('\n');
            if (line.equals(RUNNING)) {
                return process;
            }
        }
        throw new AssertionError("the application ended early:\n" + all);
    }

    @Test
    void shouldLiveWhileItListensAndEndWhenItIsTold() throws Exception {
        Process process = start(Listening.class);
        try {
            assertThat(process.waitFor(2, TimeUnit.SECONDS))
                    .as("ended by itself")
                    .isFalse();
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("ended when told")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldEndByItselfWhenNothingListens() throws Exception {
        Process process = start(Sending.class);
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
