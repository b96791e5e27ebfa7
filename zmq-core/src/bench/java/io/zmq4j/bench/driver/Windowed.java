package io.zmq4j.bench.driver;

import java.util.EnumMap;
import java.util.Map;

/** What the result of a program with a window means. */
final class Windowed {

    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private Windowed() {}

    /** @param cpuNanos processor time of all processes */
    static Map<Figure, Double> figures(Values result, double cpuNanos) {
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        double messages = result.get("messages");
        figures.put(Figure.CPU, cpuNanos / messages / NANOS_PER_MICRO);
        if (result.has("p50")) {
            figures.put(Figure.P50, result.get("p50") / NANOS_PER_MICRO);
            figures.put(Figure.P99, result.get("p99") / NANOS_PER_MICRO);
            figures.put(Figure.P999, result.get("p999") / NANOS_PER_MICRO);
        } else {
            figures.put(Figure.MESSAGES, messages / result.get("nanos") * NANOS_PER_SECOND);
        }
        if (result.has("allocated")) {
            figures.put(Figure.RECEIVER_ALLOCATION, result.get("allocated") / messages);
        }
        return figures;
    }
}
