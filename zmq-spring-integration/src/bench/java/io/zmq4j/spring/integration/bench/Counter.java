package io.zmq4j.spring.integration.bench;

/** Counts what one thread at a time receives, for others to read. */
final class Counter {

    private volatile long count;

    /** By one thread at a time. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void up() {
        count++;
    }

    long count() {
        return count;
    }
}
