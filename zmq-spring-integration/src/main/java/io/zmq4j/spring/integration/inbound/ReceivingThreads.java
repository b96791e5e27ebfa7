package io.zmq4j.spring.integration.inbound;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads that receive for one component: what runs them, how many there are, their pause, and their end within a
 * bound. Settings are made before a start; {@link #start} and {@link #stop} are called under the lifecycle lock of the
 * component, everything else by any thread.
 */
final class ReceivingThreads {

    private static final Duration LONGEST_SHUTDOWN = Duration.ofDays(1);

    /** What a handler has to end after it was interrupted. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Lock lifecycleLock;
    private @Nullable Executor executor;
    private int concurrency = 1;
    private Duration shutdownTimeout;
    // -- written under the lifecycle lock, read by anyone --
    private volatile List<ReceiveLoop<?>> loops = List.of();
    private volatile boolean paused;

    ReceivingThreads(Lock lifecycleLock, Duration shutdownTimeout) {
        this.lifecycleLock = lifecycleLock;
        this.shutdownTimeout = shutdownTimeout;
    }

    /** What runs each loop from start to stop, instead of a thread that is made for it. */
    void setExecutor(Executor executor) {
        this.executor = executor;
    }

    void setConcurrency(int concurrency) {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency is " + concurrency + ", allowed: from 1");
        }
        this.concurrency = concurrency;
    }

    int concurrency() {
        return concurrency;
    }

    void setShutdownTimeout(Duration shutdownTimeout) {
        if (shutdownTimeout.isNegative() || shutdownTimeout.compareTo(LONGEST_SHUTDOWN) > 0) {
            throw new IllegalArgumentException(
                    "shutdownTimeout is " + shutdownTimeout + ", allowed: zero to " + LONGEST_SHUTDOWN);
        }
        this.shutdownTimeout = shutdownTimeout;
    }

    Duration shutdownTimeout() {
        return shutdownTimeout;
    }

    /**
     * Runs as many loops as there are to be threads. When the executor takes one of them not, those before it run until
     * {@link #stop}.
     *
     * @param name what threads that are made here are called, with a number after it
     */
    void start(Supplier<ReceiveLoop<?>> loop, String name) {
        List<ReceiveLoop<?>> started = new ArrayList<>();
        for (int i = 0; i < concurrency; i++) {
            started.add(loop.get());
        }
        loops = List.copyOf(started);
        for (int i = 0; i < concurrency; i++) {
            if (executor != null) {
                executor.execute(started.get(i));
            } else {
                new Thread(started.get(i), name + "-" + (i + 1)).start();
            }
        }
    }

    /**
     * Ends all after what they handle, within the shutdown timeout; interrupts the handlers that still run then, and gives
     * them a second.
     *
     * @return the threads of those that run on
     */
    List<Thread> stop() {
        List<ReceiveLoop<?>> stopping = loops;
        loops = List.of();
        stopping.forEach(ReceiveLoop::stop);
        List<Thread> late = new ArrayList<>();
        if (awaitEnd(stopping, shutdownTimeout)) {
            return late;
        }
        stopping.forEach(ReceiveLoop::interruptHandler);
        awaitEnd(stopping, GRACE);
        for (ReceiveLoop<?> loop : stopping) {
            Thread thread = loop.interruptHandler();
            if (thread != null) {
                late.add(thread);
            }
        }
        return late;
    }

    private static boolean awaitEnd(List<ReceiveLoop<?>> loops, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean ended = true;
        for (ReceiveLoop<?> loop : loops) {
            ended &= loop.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
        }
        return ended;
    }

    /** Leaves messages in the socket, also after a restart, until {@link #resume}. */
    void pause() {
        lifecycleLock.lock();
        try {
            paused = true;
            loops.forEach(ReceiveLoop::pause);
        } finally {
            lifecycleLock.unlock();
        }
    }

    void resume() {
        lifecycleLock.lock();
        try {
            paused = false;
            loops.forEach(ReceiveLoop::resume);
        } finally {
            lifecycleLock.unlock();
        }
    }

    boolean isPaused() {
        return paused;
    }

    /** Lets loops on demand take one message more. */
    void requestOne() {
        loops.forEach(loop -> loop.request(1));
    }
}
