package io.zmq4j.spring.integration.bench;

import java.util.List;

/**
 * Something that is measured for both.
 *
 * @param names what the report calls each of the values
 * @param unit of the values
 * @param moreIsBetter whether a larger value is the better one
 * @param ours measures our adapters for this many milliseconds
 * @param theirs measures the others alike
 */
record Scenario(List<String> names, String unit, boolean moreIsBetter, Run ours, Run theirs) {

    /** One measurement. */
    @FunctionalInterface
    interface Run {

        /** @return a value for each name */
        double[] measure(long millis) throws InterruptedException;
    }
}
