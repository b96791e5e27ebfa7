package io.zmq4j.bench.driver;

import java.util.List;

/**
 * The median of some figures and their range.
 *
 * @param count how many there were; with none the others are NaN
 */
record Statistics(double median, double min, double max, int count) {

    static Statistics of(List<Double> values) {
        if (values.isEmpty()) {
            return new Statistics(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Statistics(median, sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
    }
}
