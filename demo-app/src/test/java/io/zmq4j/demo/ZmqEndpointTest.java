package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.autoconfigure.LocalZmqPort;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

@MachineWatchTest
class ZmqEndpointTest {

    @LocalServerPort
    private int webPort;

    @LocalZmqPort("control")
    private int controlPort;

    @Autowired
    private ZmqSockets sockets;

    @Test
    void shouldListEverySocketWhenApplicationRuns() {
        JsonNode listed = zmq().path("sockets");

        assertThat(listed.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(sockets.names());
        assertThat(listed.path("control").path("type").asString()).isEqualTo("ROUTER");
        assertThat(listed.path("control").path("boundPorts").path(0).asInt()).isEqualTo(controlPort);
    }

    @Test
    void shouldListPeerWhenClientIsConnected() {
        int before = peersOfControl();
        try (ZmqContext context = ZmqContext.create();
                ZmqSocket client = context.socket(SocketType.DEALER)) {
            client.connect("tcp://127.0.0.1:" + controlPort);

            await().atMost(Duration.ofSeconds(10)).until(() -> peersOfControl() > before);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> peersOfControl() == before);
    }

    private int peersOfControl() {
        return zmq().path("sockets").path("control").path("peers").size();
    }

    @Test
    void shouldListEveryListenerWhenApplicationRuns() {
        JsonNode listeners = zmq().path("listeners");

        assertThat(listeners).hasSize(7).allSatisfy(listener -> assertThat(
                        listener.path("state").asString())
                .isEqualTo("RUNNING"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> zmq().path("listeners")
                                .path("collector.onCpu")
                                .path("processed")
                                .asLong()
                        > 0);
    }

    @Test
    void shouldShowOneSocketWhenItIsNamed() {
        JsonNode control = new Http(webPort).json("/actuator/zmq/control");

        assertThat(control.path("type").asString()).isEqualTo("ROUTER");
        assertThat(control.path("security").asString()).isEqualTo("NULL");
        assertThat(new Http(webPort).get("/actuator/zmq/lost").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldPauseAndResumeListenerWhenAsked() {
        Http http = new Http(webPort);

        assertThat(http.post("/actuator/zmq/collector.onCpu", "{\"state\": \"PAUSED\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(stateOfCpuListener()).isEqualTo("PAUSED");
        assertThat(http.post("/actuator/zmq/collector.onCpu", "{\"state\": \"RESUMED\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(stateOfCpuListener()).isEqualTo("RUNNING");
    }

    private String stateOfCpuListener() {
        return zmq().path("listeners").path("collector.onCpu").path("state").asString();
    }

    @Test
    void shouldAnswerBadRequestWhenListenerOrStateIsUnknown() {
        Http http = new Http(webPort);

        assertThat(http.post("/actuator/zmq/lost", "{\"state\": \"PAUSED\"}").statusCode())
                .isEqualTo(400);
        assertThat(http.post("/actuator/zmq/collector.onCpu", "{\"state\": \"GONE\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(http.post("/actuator/zmq/collector.onCpu", "{}").statusCode())
                .isEqualTo(400);
    }

    private JsonNode zmq() {
        return new Http(webPort).json("/actuator/zmq");
    }
}
