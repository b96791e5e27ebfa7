package io.zmq4j.internal.socket;

import io.zmq4j.Interest;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous calls of one socket that wait on a loop, oldest first in each direction. It listens to the socket only
 * while there are some.
 */
final class PendingCalls implements Runnable {

    /** Calls in a row before others get their turn. */
    private static final int CALLS_PER_TURN = 256;

    private final AsyncCalls all;
    private final SocketCore socket;

    /** Whether a receive makes sense only after the sends before it. */
    private final boolean oneByOne;

    private final AtomicBoolean queued = new AtomicBoolean();

    // -- the loop's thread --
    private final Queue<LoopCall<?>> sends = new ArrayDeque<>(2);
    private final Queue<LoopCall<?>> receives = new ArrayDeque<>(2);

    PendingCalls(AsyncCalls all, SocketCore socket) {
        this.all = all;
        this.socket = socket;
        this.oneByOne = socket.type() == SocketType.REQ || socket.type() == SocketType.REP;
    }

    final class Receive extends LoopCall<Msg> {
        private @Nullable Msg msg;

        @Override
        boolean attempt() {
            msg = socket.tryReceive();
            return msg != null;
        }

        @Override
        @Nullable
        Msg result() {
            return msg;
        }
    }

    final class Send extends LoopCall<@Nullable Void> {
        private final Msg msg;

        Send(Msg msg) {
            this.msg = msg;
        }

        @Override
        boolean attempt() {
            return socket.trySend(msg);
        }

        @Override
        @Nullable
        Void result() {
            return null;
        }
    }

    final class Writable extends LoopCall<@Nullable Void> {

        @Override
        boolean attempt() {
            if (socket.isClosed()) {
                throw socket.closedException();
            }
            return socket.isReady(Interest.WRITABLE);
        }

        @Override
        @Nullable
        Void result() {
            return null;
        }
    }

    /** The wake-up hook. Any thread. */
    @Override
    public void run() {
        if (queued.compareAndSet(false, true)) {
            all.enqueue(this::serve);
        }
    }

    void add(LoopCall<?> call) {
        (call instanceof Receive ? receives : sends).add(call);
        all.startListening(this); // before the attempt, so that what comes after it calls again
        serve();
    }

    /** Forgets the calls that somebody else has ended. */
    void purge() {
        sends.removeIf(LoopCall::isDone);
        receives.removeIf(LoopCall::isDone);
        listenNoLongerThanNeeded();
    }

    private void serve() {
        queued.set(false);
        boolean more = serve(sends);
        if (!oneByOne || sends.isEmpty()) {
            more |= serve(receives);
        }
        if (more) {
            run();
        }
        listenNoLongerThanNeeded();
    }

    /** Whether there may be more to do at once. */
    private static boolean serve(Queue<LoopCall<?>> calls) {
        LoopCall<?> first;
        for (int i = 0; i < CALLS_PER_TURN; i++) {
            first = calls.peek();
            if (first == null || !first.advance()) {
                return false;
            }
            calls.remove();
        }
        return !calls.isEmpty();
    }

    private void listenNoLongerThanNeeded() {
        if (sends.isEmpty() && receives.isEmpty()) {
            all.stopListening(this);
        }
    }

    Waiters waiters() {
        return socket.waiters();
    }
}
