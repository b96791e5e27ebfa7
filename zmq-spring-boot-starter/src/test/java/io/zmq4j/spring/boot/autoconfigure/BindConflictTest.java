package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.spring.ZmqBindException;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An address that is taken, again and again: {@code -Dzmq4j.starter.bindConflicts=200} makes it longer. The failing socket
 * is a listener's, so that everything else has been started by then.
 */
@ExtendWith(OutputCaptureExtension.class)
class BindConflictTest {

    @SpringBootConfiguration
    @ImportAutoConfiguration({ZmqAutoConfiguration.class, ZmqProxyAutoConfiguration.class})
    static class Application {
        @ZmqListener("late")
        void on(String text) {}
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("conflict-") || name.startsWith("zmq-"))
                .collect(Collectors.toSet());
    }

    private static ConfigurableApplicationContext start(int early, int late) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(
                        "--zmq.context.thread-name-prefix=conflict",
                        "--zmq.sockets.early.type=push",
                        "--zmq.sockets.early.bind=tcp://127.0.0.1:" + early,
                        "--zmq.proxies.line.frontend.type=pull",
                        "--zmq.proxies.line.frontend.bind=inproc://front",
                        "--zmq.proxies.line.backend.type=push",
                        "--zmq.proxies.line.backend.bind=inproc://back",
                        "--zmq.sockets.late.type=pull",
                        "--zmq.sockets.late.bind=tcp://127.0.0.1:" + late);
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES) // of the long form
    void shouldReleaseEverythingAndStartWhenTheAddressIsFreeAgain(CapturedOutput output) throws Exception {
        int early;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            early = probe.getLocalPort();
        }
        Set<String> before = threads();
        int rounds = Integer.getInteger("zmq4j.starter.bindConflicts", 10);
        for (int round = 0; round < rounds; round++) {
            int printed = output.getAll().length();
            int late;
            try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                late = holder.getLocalPort();
                assertThatThrownBy(() -> start(early, holder.getLocalPort()))
                        .hasRootCauseMessage("Address already in use");
            }
            assertThat(output.getAll().substring(printed))
                    .contains("Socket 'late' cannot be bound to tcp://127.0.0.1:" + late)
                    .contains("Property: zmq.sockets.late.bind")
                    .contains("Reason: Address already in use")
                    .contains("or give zmq.sockets.late.bind another port; port 0 takes a free one.");
            Awaitility.await().until(() -> before.containsAll(threads()));
            try (ConfigurableApplicationContext context = start(early, late)) {
                assertThat(context.getBean(ZmqSockets.class).boundPort("late")).isEqualTo(late);
                assertThat(context.getBean(ZmqSockets.class).boundPort("early")).isEqualTo(early);
            }
            Awaitility.await().until(() -> before.containsAll(threads()));
        }
    }

    @Test
    void shouldNameSocketAndEndpointInTheException() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(0, holder.getLocalPort()))
                    .hasStackTraceContaining(ZmqBindException.class.getName())
                    .hasStackTraceContaining("socket 'late' cannot be bound to tcp://127.0.0.1:");
        }
    }
}
