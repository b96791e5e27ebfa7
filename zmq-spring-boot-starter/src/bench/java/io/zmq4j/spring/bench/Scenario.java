package io.zmq4j.spring.bench;

/**
 * Something to measure.
 *
 * @param name what the report calls it
 * @param unit of the values
 * @param run measures for this many milliseconds
 */
record Scenario(String name, String unit, Run run) {

    /** One measurement. */
    @FunctionalInterface
    interface Run {

        /** @return one value, or several percentiles */
        double[] measure(long millis) throws InterruptedException;
    }
}
