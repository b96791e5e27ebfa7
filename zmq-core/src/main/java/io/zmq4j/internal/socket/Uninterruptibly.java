package io.zmq4j.internal.socket;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Short bounded waits that an interrupt must not cut; the flag is kept. */
final class Uninterruptibly {

    private Uninterruptibly() {}

    /** Whether it was done in time. */
    static boolean await(CompletableFuture<?> future, Duration limit) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + Deadline.nanos(limit);
        try {
            while (true) {
                try {
                    future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (TimeoutException e) {
                    return false;
                } catch (ExecutionException e) {
                    return true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
