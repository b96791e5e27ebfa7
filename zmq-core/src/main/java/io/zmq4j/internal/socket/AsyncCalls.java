package io.zmq4j.internal.socket;

import io.zmq4j.ZmqException;
import io.zmq4j.ZmqLoop;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The asynchronous calls of a loop: those of each socket, and how many. */
final class AsyncCalls {

    /** The calls of a socket, and how many of them are not decided yet. */
    private record Reserved(PendingCalls calls, int count) {}

    private final SocketLoop loop;

    /** Any thread; a count changes only inside the map. */
    private final Map<SocketCore, Reserved> pending = new ConcurrentHashMap<>();

    // -- the loop's thread --
    private final Set<PendingCalls> listening = new HashSet<>();

    AsyncCalls(SocketLoop loop) {
        this.loop = loop;
    }

    /**
     * Any thread. Makes a call of this socket, which is tried first in one of the next turns of the loop, after what its
     * caller does with the future; so calls that follow each other do not pile up on the stack.
     */
    <C extends LoopCall<?>> C start(SocketCore socket, Function<PendingCalls, C> maker) {
        Reserved reserved = pending.compute(
                socket,
                (key, before) -> before == null
                        ? new Reserved(new PendingCalls(this, key), 1)
                        : new Reserved(before.calls, before.count + 1));
        C call = maker.apply(reserved.calls);
        call.whenComplete((value, failure) -> release(socket, reserved.calls, call));
        if (reserved.count > ZmqLoop.MAX_PENDING) {
            call.completeExceptionally(new ZmqException("the " + socket.type() + " socket has " + (reserved.count - 1)
                    + " asynchronous calls pending, allowed: up to " + ZmqLoop.MAX_PENDING));
        } else {
            loop.enqueue(() -> reserved.calls.add(call));
        }
        return call;
    }

    private void release(SocketCore socket, PendingCalls calls, LoopCall<?> call) {
        pending.computeIfPresent(socket, (key, now) -> now.count == 1 ? null : new Reserved(now.calls, now.count - 1));
        if (!call.isOverByAttempt()) {
            loop.enqueue(calls::purge);
        }
    }

    /** Any thread. */
    void enqueue(Runnable task) {
        loop.enqueue(task);
    }

    void startListening(PendingCalls calls) {
        if (listening.add(calls)) {
            calls.waiters().addHook(calls);
        }
    }

    void stopListening(PendingCalls calls) {
        if (listening.remove(calls)) {
            calls.waiters().removeHook(calls);
        }
    }

    /** The loop has ended. */
    void stopListening() {
        listening.forEach(calls -> calls.waiters().removeHook(calls));
        listening.clear();
    }
}
