package io.zmq4j.spring.template;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqSockets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** The requester of each socket, made on its first request and anew after its socket was closed. Thread-safe. */
final class Requesters {

    private final ZmqSockets sockets;
    private final Map<String, Requester> byName = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> late = new ConcurrentHashMap<>();
    private volatile int maxPending = 10_000;

    Requesters(ZmqSockets sockets) {
        this.sockets = sockets;
    }

    void maxPending(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxPendingRequests is " + value + ", allowed: from 1");
        }
        maxPending = value;
    }

    Requester get(String name, Executor executor) {
        Requester known = byName.get(name);
        if (known != null && known.isUsable()) {
            return known;
        }
        return byName.compute(name, (key, other) -> other != null && other.isUsable() ? other : create(name, executor));
    }

    private Requester create(String name, Executor executor) {
        SocketType type = sockets.spec(name).type();
        return switch (type) {
            case DEALER ->
                new DealerRequester(
                        name,
                        sockets.get(name),
                        maxPending,
                        executor,
                        late.computeIfAbsent(name, key -> new LongAdder()));
            case REQ, CLIENT ->
                new LockStepRequester(name, sockets, executor, late.computeIfAbsent(name, key -> new LongAdder()));
            default ->
                throw new ZmqMessagingException(
                        "socket '" + name + "' is of type " + type + ", allowed for a request: DEALER, REQ and CLIENT");
        };
    }

    long lateReplies(String name) {
        LongAdder count = late.get(name);
        return count == null ? 0 : count.sum();
    }

    int pending(String name) {
        Requester requester = byName.get(name);
        return requester == null ? 0 : requester.pending();
    }

    void close() {
        byName.values().forEach(Requester::close);
        byName.clear();
    }
}
