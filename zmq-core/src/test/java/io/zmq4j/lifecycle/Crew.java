package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketClosedException;
import io.zmq4j.testing.Waiting;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Threads that work on sockets until these are closed. A thread ends well when its work returns, or when it is told that
 * the socket or the context is closed.
 */
final class Crew {

    /** Work that is done again and again. */
    interface Work {
        void run() throws InterruptedException;
    }

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** Starts a thread that does this until the socket is closed. */
    Thread repeat(String name, Work work) {
        return once(name, () -> {
            while (!Thread.currentThread().isInterrupted()) {
                work.run();
            }
        });
    }

    /** Starts a thread that does this once. */
    Thread once(String name, Work work) {
        Thread thread = new Thread(() -> attempt(work), "crew-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void attempt(Work work) {
        try {
            work.run();
        } catch (SocketClosedException closed) {
            // the way such a thread is told to stop
            return;
        } catch (Throwable e) {
            failures.add(e);
        }
    }

    /** Asserts that every thread ends soon, and that none failed. */
    void assertDone() {
        Waiting.await("the end of every thread").untilAsserted(() -> assertThat(
                        threads.stream().filter(Thread::isAlive).map(Crew::describe))
                .isEmpty());
        assertThat(failures).isEmpty();
    }

    /** Asserts that no thread has failed so far. */
    void assertNoFailure() {
        assertThat(failures).isEmpty();
    }

    private static String describe(Thread thread) {
        StringBuilder text = new StringBuilder(thread.getName());
        for (StackTraceElement element : thread.getStackTrace()) {
            text.append("\n    at ").append(element);
        }
        return text.toString();
    }
}
