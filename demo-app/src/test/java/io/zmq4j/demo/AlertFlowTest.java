package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.demo.agent.Topics;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@MachineWatchTest
@TestPropertySource(
        properties = {
            "machine-watch.alerts.quiet-period=0s",
            "machine-watch.alerts.rules[0].topic=" + Topics.MEMORY,
            "machine-watch.alerts.rules[0].figure=usedBytes",
            "machine-watch.alerts.rules[0].above=1",
        })
class AlertFlowTest {

    @LocalServerPort
    private int webPort;

    @Test
    void shouldShowAlertsOfWorkerWhenFigureIsAboveItsLimit() {
        Http http = new Http(webPort);

        await().atMost(Duration.ofSeconds(10))
                .until(() -> http.json("/api/alerts").size() >= 2);

        assertThat(http.json("/api/alerts")).allSatisfy(alert -> {
            assertThat(alert.path("topic").asString()).isEqualTo(Topics.MEMORY);
            assertThat(alert.path("figure").asString()).isEqualTo("usedBytes");
            assertThat(alert.path("value").asDouble()).isGreaterThan(1);
            assertThat(alert.path("limit").asDouble()).isEqualTo(1);
        });
        JsonNode rules = http.json("/api/machine").path("rules");
        assertThat(rules).hasSize(1);
    }
}
