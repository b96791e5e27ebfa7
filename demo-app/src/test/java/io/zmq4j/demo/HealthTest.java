package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.ZmqSockets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@MachineWatchTest
class HealthTest {

    @LocalServerPort
    private int webPort;

    @Autowired
    private ZmqSockets sockets;

    @Test
    void shouldShowEverySocketUpWhenApplicationRuns() {
        JsonNode zmq =
                new Http(webPort).json("/actuator/health").path("components").path("zmq");

        assertThat(zmq.path("status").asString()).isEqualTo("UP");
        assertThat(zmq.path("components").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(sockets.names());
        assertThat(zmq.path("components"))
                .allSatisfy(
                        socket -> assertThat(socket.path("status").asString()).isEqualTo("UP"));
    }
}
