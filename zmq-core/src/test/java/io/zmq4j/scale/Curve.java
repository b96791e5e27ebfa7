package io.zmq4j.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.testing.Scale;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Costs for one thing of many, by how many there are, printed as a Markdown table. */
final class Curve {

    /**
     * How much dearer one may be among the most than among the fewest. Caches and a busy machine explain some of it; a
     * scan of all would make it as many times dearer as there are more, which is ten times or a hundred.
     */
    private static final double MOST_GROWTH = 6;

    private final String counted;
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<String, Map<Integer, Double>> costs = new LinkedHashMap<>();

    /** @param counted what there are so many of */
    Curve(String counted) {
        this.counted = counted;
    }

    /** This full number, or the part of it that {@code -Dzmq4j.scale}, a percentage, says. */
    static int full(int number) {
        return (int) Math.max(1, (long) number * Scale.of("scale", 10) / 100);
    }

    /** Notes the nanoseconds, or bytes, of one. Of several rounds the cheapest counts, as others stood in its way. */
    void add(int size, String what, double cost) {
        if (!sizes.contains(size)) {
            sizes.add(size);
        }
        costs.computeIfAbsent(what, key -> new LinkedHashMap<>()).merge(size, cost, Math::min);
    }

    double last(String what) {
        return cost(what, sizes.get(sizes.size() - 1));
    }

    private double cost(String what, int size) {
        return costs.getOrDefault(what, Map.of()).getOrDefault(size, Double.NaN);
    }

    void print() {
        StringBuilder table = new StringBuilder("\n| " + counted + " |");
        costs.keySet().forEach(what -> table.append(' ').append(what).append(" |"));
        table.append("\n|---:|").append("---:|".repeat(costs.size())).append('\n');
        for (int size : sizes) {
            table.append(String.format("| %,d |", size));
            costs.keySet().forEach(what -> table.append(String.format(" %,.0f |", cost(what, size))));
            table.append('\n');
        }
        System.out.println(table);
    }

    /** Fails when one among the most costs much more than one among the fewest, or than this, where the fewest are free. */
    void assertFlat(String what, double harmless) {
        int first = sizes.get(0);
        int last = sizes.get(sizes.size() - 1);
        assertThat(cost(what, last))
                .as("%s with %d %s, with %d it is %.0f", what, last, counted, first, cost(what, first))
                .isLessThan(Math.max(harmless, cost(what, first) * MOST_GROWTH));
    }
}
