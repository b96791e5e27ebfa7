package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.demo.agent.Agent;
import io.zmq4j.spring.boot.autoconfigure.LocalZmqPort;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@MachineWatchTest
class ControlSocketTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @LocalZmqPort("control")
    private int controlPort;

    @Autowired
    private Agent agent;

    private ZmqContext context;
    private Duration interval;

    @BeforeEach
    void open() {
        context = ZmqContext.create();
        interval = agent.interval();
    }

    @AfterEach
    void close() {
        context.close();
        agent.setInterval(interval);
    }

    @Test
    void shouldTellHowItIsWhenRequesterAsksForStatus() {
        JsonNode reply = request("status");

        assertThat(reply.path("ok").asBoolean()).isTrue();
        assertThat(reply.path("intervalMs").asLong()).isEqualTo(interval.toMillis());
        assertThat(reply.path("topics")).hasSameSizeAs(agent.topics());
    }

    @Test
    void shouldChangeIntervalWhenRequesterSetsIt() {
        JsonNode reply = request("set-interval 500");

        assertThat(reply.path("ok").asBoolean()).isTrue();
        assertThat(reply.path("intervalMs").asLong()).isEqualTo(500);
        assertThat(agent.interval()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void shouldUnderstandJsonWhenRequesterSendsIt() {
        assertThat(request("{\"command\": \"set-interval\", \"ms\": 750}")
                        .path("ok")
                        .asBoolean())
                .isTrue();

        assertThat(agent.interval()).isEqualTo(Duration.ofMillis(750));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            textBlock =
                    """
            reboot,             "status, set-interval <ms>"
            set-interval,       "a whole number of milliseconds"
            set-interval soon,  "a whole number of milliseconds"
            set-interval 5,     "50 to 60000 ms"
            """)
    void shouldSayWhatIsAllowedWhenRequestIsBad(String request, String allowed) {
        JsonNode reply = request(request);

        assertThat(reply.path("ok").asBoolean()).isFalse();
        assertThat(reply.path("error").asString()).endsWith("allowed: " + allowed);
        assertThat(agent.interval()).isEqualTo(interval);
    }

    @Test
    void shouldAnswerDealerThatSendsNoDelimiter() {
        try (ZmqSocket dealer = client(SocketType.DEALER)) {
            dealer.send(Msg.of("status"));

            assertThat(dealer.receive(PATIENCE)).isNotNull().satisfies(reply -> {
                assertThat(reply.size()).isEqualTo(1);
                assertThat(reply.string(0)).startsWith("{\"ok\":true");
            });
        }
    }

    @Test
    void shouldAnswerWithReasonWhenRequestHasSeveralFrames() {
        try (ZmqSocket dealer = client(SocketType.DEALER)) {
            dealer.send(Msg.of("set-interval", "500"));

            assertThat(dealer.receive(PATIENCE)).isNotNull().satisfies(reply -> assertThat(reply.string(0))
                    .contains("\"ok\":false", "allowed: one frame of text"));
        }
    }

    private JsonNode request(String text) {
        try (ZmqSocket requester = client(SocketType.REQ)) {
            requester.send(Msg.of(text));
            Msg reply = requester.receive(PATIENCE);
            assertThat(reply).as("reply to '%s'", text).isNotNull();
            return new JsonMapper().readTree(reply.string(0));
        }
    }

    private ZmqSocket client(SocketType type) {
        ZmqSocket socket = context.socket(type);
        socket.connect("tcp://127.0.0.1:" + controlPort);
        return socket;
    }
}
