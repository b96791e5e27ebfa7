package io.zmq4j.demo.alert;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Alerts.
 *
 * @param quietPeriod how long an alert is not repeated while its figure stays beyond the limit
 * @param kept how many of the last alerts the worker keeps
 * @param rules what is worth an alert
 */
@ConfigurationProperties("machine-watch.alerts")
public record AlertProperties(
        @DefaultValue("10s") Duration quietPeriod, @DefaultValue("100") int kept, @DefaultValue List<Rule> rules) {

    public AlertProperties {
        if (quietPeriod.isNegative()) {
            throw new IllegalArgumentException("quiet-period " + quietPeriod + ", allowed: from 0");
        }
        if (kept < 1) {
            throw new IllegalArgumentException("kept " + kept + ", allowed: from 1");
        }
        rules = List.copyOf(rules);
    }
}
