package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.demo.agent.Agent;
import io.zmq4j.demo.agent.Topics;
import io.zmq4j.spring.boot.autoconfigure.LocalZmqPort;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@MachineWatchTest
class LiveFiguresTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @LocalServerPort
    private int webPort;

    @LocalZmqPort("figures")
    private int figuresPort;

    @Autowired
    private Agent agent;

    @Test
    void shouldShowFiguresOfEveryTopicWhenAgentPublishes() {
        Http http = new Http(webPort);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(http.json("/api/figures").properties())
                        .extracting(Map.Entry::getKey)
                        .containsExactlyInAnyOrderElementsOf(agent.topics()));
        JsonNode figures = http.json("/api/figures");
        assertThat(figures.path(Topics.MEMORY).path("usedBytes").asLong()).isPositive();
        assertThat(figures.path(Topics.CPU).path("totalPercent").asDouble()).isBetween(0.0, 100.0);
        assertThat(figures.path(Topics.DISK).path("totalBytes").asLong()).isPositive();
        assertThat(figures.path(Topics.JVM).path("threads").asInt()).isPositive();
    }

    @Test
    void shouldReturnOnlyWhatIsNewWhenHistoryIsReadAgain() {
        Http http = new Http(webPort);
        long first = sequence(http.json("/api/history"));
        await().atMost(PATIENCE).until(() -> sequence(http.json("/api/history")) > first);

        JsonNode news = http.json("/api/history?after=" + first);

        int figures = 0;
        for (JsonNode topic : news.path("figures")) {
            figures += topic.size();
        }
        assertThat(figures).isPositive().isEqualTo((int) (sequence(news) - first));
    }

    private static long sequence(JsonNode history) {
        return history.path("sequence").asLong();
    }

    @Test
    void shouldPublishJsonUnderItsTopicWhenClientSubscribes() {
        try (ZmqContext context = ZmqContext.create();
                ZmqSocket subscriber = context.socket(SocketType.SUB)) {
            subscriber.subscribe(Topics.CPU);
            subscriber.connect("tcp://127.0.0.1:" + figuresPort);

            Msg msg = subscriber.receive(PATIENCE);

            assertThat(msg).isNotNull();
            assertThat(msg.size()).isEqualTo(2);
            assertThat(msg.string(0)).isEqualTo(Topics.CPU);
            JsonNode figures = new JsonMapper().readTree(msg.string(1));
            assertThat(Instant.parse(figures.path("time").asString())).isBefore(Instant.now());
            assertThat(figures.path("totalPercent").isNumber()).isTrue();
        }
    }
}
