package io.zmq4j.spring.request;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/** The requester of each socket, made on its first request and anew after its socket was closed. Thread-safe. */
public final class Requesters {

    private final ZmqSockets sockets;
    private final Map<String, Requester> byName = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> late = new ConcurrentHashMap<>();
    private volatile int maxPending = 10_000;

    /** For requests over any of these sockets. */
    public Requesters(ZmqSockets sockets) {
        this.sockets = sockets;
    }

    /** How many requests of one socket may be under way at once, from 1; one more is refused. Default 10,000. */
    public void maxPending(int value) {
        if (value < 1) {
            throw new IllegalArgumentException("maxPendingRequests is " + value + ", allowed: from 1");
        }
        maxPending = value;
    }

    /**
     * The requester of the socket of this name, which it opens.
     *
     * @param executor where an asynchronous request waits that cannot be sent at once, or waits for its turn
     * @throws ZmqMessagingException when its type is not DEALER, REQ or CLIENT, or it is a DEALER whose replies others read
     */
    public Requester get(String name, Executor executor) {
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

    /**
     * How the body of a request over this socket is framed: a requester puts the empty delimiter of a DEALER before the body
     * and takes it off the reply.
     */
    public static ZmqSocketSpec bodySpec(ZmqSocketSpec spec) {
        return spec.type() == SocketType.DEALER && spec.emptyDelimiter()
                ? spec.toBuilder().emptyDelimiter(false).build()
                : spec;
    }

    /** Replies over the socket of this name that came when nobody waited for them any more. */
    public long lateReplies(String name) {
        LongAdder count = late.get(name);
        return count == null ? 0 : count.sum();
    }

    /** Requests over the socket of this name that wait for their replies. */
    public int pending(String name) {
        Requester requester = byName.get(name);
        return requester == null ? 0 : requester.pending();
    }

    /** Ends every request that waits; the sockets stay open, and a later request makes a requester anew. */
    public void close() {
        byName.values().forEach(Requester::close);
        byName.clear();
    }
}
