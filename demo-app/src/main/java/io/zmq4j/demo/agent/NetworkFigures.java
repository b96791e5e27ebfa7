package io.zmq4j.demo.agent;

import java.time.Instant;
import java.util.List;

/**
 * Network traffic since the figures before.
 *
 * @param receivedBytesPerSecond over all interfaces but the loopback
 * @param sentBytesPerSecond over all interfaces but the loopback
 * @param interfaces each of them, the loopback too
 */
public record NetworkFigures(
        Instant time, double receivedBytesPerSecond, double sentBytesPerSecond, List<Interface> interfaces)
        implements Figures {

    /** The traffic of one interface. */
    public record Interface(String name, double receivedBytesPerSecond, double sentBytesPerSecond) {}
}
