package io.zmq4j.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ends the process at a deadline: a program that hangs is a result, not something to wait for. */
final class Watchdog {

    private static final int EXIT_CODE = 3;

    private Watchdog() {}

    static void arm(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        Thread thread = new Thread(
                () -> {
                    for (long left = limit.toNanos(); left > 0; left = deadline - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    System.err.println("no end after " + TimeUnit.NANOSECONDS.toSeconds(limit.toNanos()) + " s");
                    Runtime.getRuntime().halt(EXIT_CODE);
                },
                "watchdog");
        thread.setDaemon(true);
        thread.start();
    }
}
