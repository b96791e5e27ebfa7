package io.zmq4j.demo.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Judges figures by the configured rules. Not thread-safe: one inbound adapter with one thread calls it. */
@Component
class Rules {

    private final List<Rule> rules;
    private final Duration quietPeriod;
    private final Map<String, Instant> lastAlerts = new HashMap<>();

    Rules(AlertProperties properties) {
        this.rules = properties.rules();
        this.quietPeriod = properties.quietPeriod();
    }

    /** The alerts that these figures are worth, most often none. */
    List<Alert> judge(@Nullable String topic, JsonNode figures) {
        Instant time = Instant.parse(figures.path("time").asString());
        List<Alert> alerts = new ArrayList<>();
        for (Rule rule : rules) {
            JsonNode value = figures.path(rule.figure());
            if (rule.topic().equals(topic) && value.isNumber() && value.asDouble() > rule.above()) {
                alerts.add(Alert.of(time, rule, value.asDouble()));
            }
        }
        return alerts;
    }

    /** Whether an alert is news: the same was not raised within the quiet period before it. */
    boolean isNews(Alert alert) {
        Instant last = lastAlerts.get(alert.key());
        if (last != null && alert.time().isBefore(last.plus(quietPeriod))) {
            return false;
        }
        lastAlerts.put(alert.key(), alert.time());
        return true;
    }
}
