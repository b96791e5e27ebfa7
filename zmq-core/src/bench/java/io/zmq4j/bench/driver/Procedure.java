package io.zmq4j.bench.driver;

/** How a scenario is run: which programs, in which order, and what their lines mean. */
interface Procedure {

    /**
     * @throws RunFailedException when there is no result
     * @throws NotSupportedException when the peer cannot have one
     */
    Outcome perform(Run run) throws InterruptedException;
}
