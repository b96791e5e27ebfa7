package io.zmq4j.demo.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmq4j.demo.agent.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RulesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Rule RULE = new Rule(Topics.CPU, "totalPercent", 90);

    private final Rules rules = new Rules(new AlertProperties(Duration.ofSeconds(10), 100, List.of(RULE)));

    @Test
    void shouldRaiseAlertWhenFigureIsAboveItsLimit() {
        assertThat(rules.judge(Topics.CPU, cpu("90.1"))).containsExactly(Alert.of(NOON, RULE, 90.1));
    }

    @Test
    void shouldRaiseNoAlertWhenFigureIsAtItsLimit() {
        assertThat(rules.judge(Topics.CPU, cpu("90.0"))).isEmpty();
    }

    @Test
    void shouldRaiseNoAlertWhenTopicIsAnother() {
        assertThat(rules.judge(Topics.MEMORY, cpu("99.0"))).isEmpty();
    }

    @Test
    void shouldRaiseNoAlertWhenFigureIsNoNumber() {
        assertThat(rules.judge(Topics.CPU, cpu("\"high\""))).isEmpty();
    }

    @Test
    void shouldRepeatAlertOnlyWhenQuietPeriodIsOver() {
        assertThat(rules.isNews(alertAfter(0))).isTrue();
        assertThat(rules.isNews(alertAfter(9))).isFalse();
        assertThat(rules.isNews(alertAfter(10))).isTrue();
    }

    @Test
    void shouldRaiseAlertOfHigherLimitWhenLowerOneIsQuiet() {
        assertThat(rules.isNews(alertAfter(0))).isTrue();

        assertThat(rules.isNews(Alert.of(NOON, new Rule(Topics.CPU, "totalPercent", 94), 95)))
                .isTrue();
    }

    @Test
    void shouldRefuseRuleWithoutFigure() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Rule(Topics.CPU, " ", 1))
                .withMessageContaining("no figure");
    }

    private static Alert alertAfter(int seconds) {
        return Alert.of(NOON.plusSeconds(seconds), RULE, 95);
    }

    private static JsonNode cpu(String total) {
        return new JsonMapper().readTree("{\"time\": \"" + NOON + "\", \"totalPercent\": " + total + "}");
    }
}
