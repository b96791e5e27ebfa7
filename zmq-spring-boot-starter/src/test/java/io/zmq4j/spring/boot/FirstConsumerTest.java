package io.zmq4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.spring.annotation.ZmqListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class FirstConsumerTest {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {

        final BlockingQueue<String> orders = new LinkedBlockingQueue<>();

        @ZmqListener("orders")
        void on(String order) {
            orders.add(order);
        }
    }

    @Test
    void shouldConsumeWhenThereAreTwoLinesOfConfigurationAndOneMethod(@TempDir Path directory) throws Exception {
        Path yml = directory.resolve("application.yml");
        Files.writeString(
                yml,
                """
                zmq.sockets.orders.type: pull
                zmq.sockets.orders.bind: tcp://127.0.0.1:0
                """);
        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .run("--spring.config.location=" + yml.toUri());
                Outside outside = new Outside()) {
            String port = application.getEnvironment().getProperty("local.zmq.orders.port");

            outside.connect(SocketType.PUSH, "tcp://127.0.0.1:" + port).send(Msg.of("first order"));

            assertThat(application.getBean(Application.class).orders.poll(5, TimeUnit.SECONDS))
                    .isEqualTo("first order");
        }
    }
}
