package io.zmq4j.demo.alert;

import org.springframework.util.Assert;

/**
 * When figures are worth an alert.
 *
 * @param topic of the figures, such as {@code machine.cpu}
 * @param figure the name of one of them, a number, such as {@code totalPercent}
 * @param above what it must exceed
 */
public record Rule(String topic, String figure, double above) {

    public Rule {
        Assert.hasText(topic, "a rule has no topic, allowed: a topic such as machine.cpu");
        Assert.hasText(figure, "a rule has no figure, allowed: the name of a figure such as totalPercent");
    }
}
