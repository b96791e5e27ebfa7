package io.zmq4j.internal.socket;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Computes for the handshakes of TLS and CURVE, on threads that are there only while there are any: a signature or the check
 * of a certificate takes milliseconds, and so do the products of many connections that CURVE begins at once; io threads have
 * none. Each connection has one computation at a time. Refuses when too many wait.
 */
final class HandshakeHelpers implements Executor, AutoCloseable {

    /** More than the handshakes that a binding has at once by default. */
    private static final int WAITING = 16_384;

    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    HandshakeHelpers(ThreadFactory factory) {
        int count = Math.max(2, Runtime.getRuntime().availableProcessors());
        threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
