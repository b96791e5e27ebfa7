package io.zmq4j.bench.driver;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one run of one peer gave.
 *
 * @param figures those that this peer can measure
 * @param stalls waits of more than 100 ms for the next message
 * @param failure why there is no result; null when there is
 * @param isSupported whether the peer has what the scenario is about
 */
record Outcome(Map<Figure, Double> figures, long stalls, @Nullable String failure, boolean isSupported) {

    static Outcome of(Map<Figure, Double> figures, long stalls) {
        return new Outcome(Map.copyOf(figures), stalls, null, true);
    }

    static Outcome failed(String reason) {
        return new Outcome(Map.of(), 0, reason, true);
    }

    static Outcome unsupported(String reason) {
        return new Outcome(Map.of(), 0, "not supported: " + reason, false);
    }

    boolean isSuccess() {
        return failure == null;
    }

    /** NaN when there is none. */
    double figure(Figure figure) {
        return figures.getOrDefault(figure, Double.NaN);
    }

    /** What the report must tell beside the figures; empty = nothing. */
    String trouble() {
        if (failure != null) {
            return isSupported ? "failed: " + failure : failure;
        }
        return stalls == 0 ? "" : stalls + " stalls of more than 100 ms";
    }
}
