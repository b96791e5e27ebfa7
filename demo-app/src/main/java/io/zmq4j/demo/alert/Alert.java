package io.zmq4j.demo.alert;

import java.time.Instant;

/**
 * A figure beyond its limit; on the wire it is JSON.
 *
 * @param time when it was measured
 * @param limit what it should not exceed
 */
public record Alert(Instant time, String topic, String figure, double value, double limit) {

    static Alert of(Instant time, Rule rule, double value) {
        return new Alert(time, rule.topic(), rule.figure(), value, rule.above());
    }

    /** Alerts with the same key tell of the same thing. */
    String key() {
        return topic + "/" + figure + "/" + limit;
    }
}
