package io.zmq4j.internal.socket;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Computes for TLS handshakes, on threads that are there only while there are any: a signature or the check of a certificate
 * takes milliseconds, and io threads have none. Refuses when too many wait.
 */
final class HandshakeHelpers implements Executor, AutoCloseable {

    private static final int WAITING = 4_096;
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
