package io.zmq4j.demo;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.web.server.LocalServerPort;

@MachineWatchTest
class MetricsTest {

    @LocalServerPort
    private int webPort;

    @ParameterizedTest
    @CsvSource({"figures, sent", "collector, received", "alert-rule, received"})
    void shouldCountMessagesWhenFiguresFlow(String socket, String direction) {
        double before = messages(socket, direction);

        await().atMost(Duration.ofSeconds(10)).until(() -> messages(socket, direction) > before);
    }

    private double messages(String socket, String direction) {
        return new Http(webPort)
                .json("/actuator/metrics/zmq.socket.messages?tag=socket:" + socket + "&tag=direction:" + direction)
                .path("measurements")
                .path(0)
                .path("value")
                .asDouble();
    }
}
