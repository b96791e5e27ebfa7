package io.zmq4j.spring.integration.inbound;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The loops of one component from one start to the next stop. Immutable once started; called by any thread. */
final class ReceiveLoops {

    /** None: before the first start and after a stop. */
    static final ReceiveLoops NONE = new ReceiveLoops(List.of());

    /** What a handler has to end after it was interrupted. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final List<ReceiveLoop<Msg>> loops;

    private ReceiveLoops(List<ReceiveLoop<Msg>> loops) {
        this.loops = loops;
    }

    /** So many loops that are not running yet. */
    static ReceiveLoops of(
            int count, ZmqSocket socket, boolean paused, Consumer<Msg> handler, Consumer<Throwable> onFailure) {
        List<ReceiveLoop<Msg>> loops = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            loops.add(new ReceiveLoop<>(socket::receive, paused, Long.MAX_VALUE, handler, onFailure));
        }
        return new ReceiveLoops(List.copyOf(loops));
    }

    /** @param executor null = threads of this name and a number */
    void run(@Nullable Executor executor, String name) {
        for (int i = 0; i < loops.size(); i++) {
            if (executor != null) {
                executor.execute(loops.get(i));
            } else {
                new Thread(loops.get(i), name + "-" + (i + 1)).start();
            }
        }
    }

    void pause() {
        loops.forEach(ReceiveLoop::pause);
    }

    void resume() {
        loops.forEach(ReceiveLoop::resume);
    }

    /** Takes no more messages; does not wait. */
    void stop() {
        loops.forEach(ReceiveLoop::stop);
    }

    /** Whether all have ended within this time. */
    boolean awaitEnd(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        boolean ended = true;
        for (ReceiveLoop<Msg> loop : loops) {
            ended &= loop.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
        }
        return ended;
    }

    /** Interrupts the handlers that still run, and gives them a second. @return the threads of those that run on */
    List<Thread> interrupt() {
        loops.forEach(ReceiveLoop::interruptHandler);
        awaitEnd(GRACE);
        List<Thread> late = new ArrayList<>();
        for (ReceiveLoop<Msg> loop : loops) {
            Thread thread = loop.interruptHandler();
            if (thread != null) {
                late.add(thread);
            }
        }
        return late;
    }
}
