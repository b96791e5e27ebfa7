package io.zmq4j.spring.integration.inbound;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The requests that wait for their replies without a thread, at most so many. Thread-safe. */
final class InFlight {

    private final int most;
    private final Semaphore free;

    InFlight(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    /** Waits until there is room for one more. */
    void begin() throws InterruptedException {
        free.acquire();
    }

    void end() {
        free.release();
    }

    int count() {
        return most - free.availablePermits();
    }

    /** @return whether none was left within this time */
    boolean awaitNone(long nanos) throws InterruptedException {
        if (!free.tryAcquire(most, nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        free.release(most);
        return true;
    }
}
