package io.zmq4j.internal.socket;

import io.zmq4j.EndpointException;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Notice;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.pipe.PipeLimit;
import io.zmq4j.internal.session.Notices;
import io.zmq4j.internal.session.PeerIds;
import io.zmq4j.internal.session.SessionOwner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The names that sockets of a context are bound to, and the connections that wait for a name to be bound. It joins two sockets
 * with a pipe, without any thread between them. Any thread; the lock is held for map operations only.
 */
final class InprocRegistry {

    /** A socket as its partner sees it. */
    record Party(SocketType type, Supplier<SocketConfig> options, PipeHost host, SessionOwner socket) {

        /** As it is now. */
        SocketConfig config() {
            return options.get();
        }

        /** Says who is at this end of a pipe, and hello. */
        private void introduce(Pipe end, String endpoint) {
            end.write(introduction(endpoint));
            Msg hello = Notices.hello(type, config());
            if (hello != null) {
                end.write(new Notice(hello));
            }
            end.flush();
        }

        private boolean goesWith(Party other) {
            return type.compatible().contains(other.type);
        }

        /** Tells this socket, as over tcp, that a peer of this type cannot be joined with it. */
        private void onRefused(String endpoint, SocketType peer) {
            String reason = "a peer of type " + peer + " cannot talk to " + type + ", allowed: " + type.compatible();
            socket.counters().handshakeFailures.incrementAndGet();
            socket.counters().error("handshake at " + endpoint + ": " + reason);
            socket.publish(new SocketEvent.HandshakeFailed(endpoint, endpoint, reason, 0, PeerIds.next()));
        }

        private PeerReady introduction(String endpoint) {
            SocketConfig config = config();
            byte[] id = config.routing().routingId();
            Map<String, String> properties = new HashMap<>(config.handshake().metadata());
            properties.put(Metadata.SOCKET_TYPE, type.name());
            properties.put(Metadata.ROUTING_ID, new String(id, StandardCharsets.ISO_8859_1));
            properties.put(Metadata.PEER_ADDRESS, endpoint);
            return new PeerReady(type, id, Metadata.of(properties));
        }
    }

    /** A connection made before its name was bound; the far end of its pipe has no owner yet. */
    private record Pending(Party connector, Pipe nearEnd, Pipe farEnd) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Party> bound = new HashMap<>();
    private final Map<String, List<Pending>> pending = new HashMap<>();

    /**
     * Takes a name. The connections that wait for it are handed over to the binding socket.
     *
     * @throws EndpointException when the name is taken
     */
    void bind(String endpoint, Party binder) {
        List<Pending> waiting;
        lock.lock();
        try {
            if (bound.putIfAbsent(endpoint, binder) != null) {
                throw new EndpointException(
                        endpoint, "cannot bind to " + endpoint + ": another socket of this context is bound to it");
            }
            waiting = pending.remove(endpoint);
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.forEach(connection -> join(endpoint, connection.connector, connection.farEnd, binder));
        }
    }

    boolean isBound(String endpoint) {
        lock.lock();
        try {
            return bound.containsKey(endpoint);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Connects to a name, now or when it is bound.
     *
     * @param farEnd the end of the connector's pipe that belongs to whoever is bound
     * @throws EndpointException when the bound socket is of a type that does not go with this one
     */
    void connect(String endpoint, Party connector, Pipe nearEnd, Pipe farEnd) {
        Party binder;
        connector.introduce(nearEnd, endpoint);
        lock.lock();
        try {
            binder = bound.get(endpoint);
            if (binder == null) {
                pending.computeIfAbsent(endpoint, name -> new ArrayList<>())
                        .add(new Pending(connector, nearEnd, farEnd));
            }
        } finally {
            lock.unlock();
        }
        if (binder != null) {
            if (!connector.goesWith(binder)) {
                throw new EndpointException(
                        endpoint,
                        "cannot connect " + connector.type + " to " + endpoint + ", which is bound by " + binder.type
                                + "; allowed: " + connector.type.compatible());
            }
            join(endpoint, connector, farEnd, binder);
        }
    }

    private static void join(String endpoint, Party connector, Pipe farEnd, Party binder) {
        farEnd.attach(binder.host);
        if (!connector.goesWith(binder)) {
            farEnd.close();
            connector.onRefused(endpoint, binder.type);
            binder.onRefused(endpoint, connector.type);
            return;
        }
        SocketConfig.Queues far = binder.config().queues();
        farEnd.addLimits(
                new PipeLimit(far.sendHwm(), far.sendHwmBytes()),
                new PipeLimit(far.receiveHwm(), far.receiveHwmBytes()));
        farEnd.lastWords(
                Notices.disconnect(connector.type, connector.config()),
                Notices.disconnect(binder.type, binder.config()));
        binder.introduce(farEnd, endpoint);
        binder.host.mailbox().send(new PipeHost.AttachPipe(binder.host, farEnd));
    }

    /** Gives a name back; what is connected stays so. */
    void unbind(String endpoint, PipeHost host) {
        lock.lock();
        try {
            Party party = bound.get(endpoint);
            if (party != null && party.host == host) {
                bound.remove(endpoint);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Forgets connections that wait; without effect when none does.
     *
     * @param nearEnd of the one to forget; null = all of this socket
     */
    void forget(String endpoint, PipeHost connector, @Nullable Pipe nearEnd) {
        lock.lock();
        try {
            List<Pending> waiting = pending.get(endpoint);
            if (waiting != null) {
                waiting.removeIf(one -> one.connector.host == connector && (nearEnd == null || one.nearEnd == nearEnd));
                if (waiting.isEmpty()) {
                    pending.remove(endpoint);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
