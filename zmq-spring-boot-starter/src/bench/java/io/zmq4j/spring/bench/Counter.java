package io.zmq4j.spring.bench;

/** Counts what one thread receives, for others to read. */
final class Counter {

    private volatile long count;

    /** By one thread only. */
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void up() {
        count++;
    }

    long count() {
        return count;
    }
}
