package io.zmq4j.internal.socket;

import io.zmq4j.EndpointException;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketType;
import io.zmq4j.WrongStateException;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipePair;
import io.zmq4j.internal.reactor.IoThread;
import io.zmq4j.internal.session.BoundChild;
import io.zmq4j.internal.session.Child;
import io.zmq4j.internal.session.Listener;
import io.zmq4j.internal.session.PeerPipes;
import io.zmq4j.internal.session.Session;
import io.zmq4j.internal.session.UdpSession;
import io.zmq4j.internal.transport.BoundChannel;
import io.zmq4j.internal.transport.Endpoint;
import io.zmq4j.internal.transport.Transports;
import io.zmq4j.internal.transport.UdpChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a socket is bound and connected to. Any thread; its lock is held while the system binds, never while waiting. */
final class Endpoints {

    /** Types for which a second connection to the same endpoint would only split or double the traffic. */
    private static final Set<SocketType> SINGLE_CONNECT =
            EnumSet.of(SocketType.DEALER, SocketType.SUB, SocketType.PUB, SocketType.REQ);

    private record Binding(String given, @Nullable BoundChild holder, @Nullable Pipe pipe) {}

    private record Connection(@Nullable Pipe pipe, @Nullable Child child) {}

    private final SocketCore socket;
    private final Ctx ctx;
    private final ReentrantLock lock = new ReentrantLock();

    /** By resolved endpoint. */
    private final Map<String, Binding> bindings = new LinkedHashMap<>();

    private final Map<String, List<Connection>> connections = new LinkedHashMap<>();
    private boolean closed;

    Endpoints(SocketCore socket, Ctx ctx) {
        this.socket = socket;
        this.ctx = ctx;
    }

    String bind(String text) {
        Endpoint endpoint = Endpoint.toBind(text);
        EndpointRules.check(socket.type(), socket.config(), endpoint, true);
        lock.lock();
        try {
            requireOpen();
            return switch (endpoint.transport()) {
                case TCP, TLS, WS, WSS, IPC -> bindChannel(endpoint);
                case UDP -> bindUdp(endpoint);
                case INPROC -> bindInproc(text);
            };
        } catch (EndpointException e) {
            socket.publish(new SocketEvent.BindFailed(text, String.valueOf(e.getMessage())));
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private String bindChannel(Endpoint endpoint) {
        long affinity = socket.config().affinity();
        IoThread thread = ctx.ioThread(affinity);
        BoundChannel bound = Transports.listen(endpoint, socket.config().tcp());
        Listener listener = new Listener(socket, thread, () -> ctx.ioThread(affinity), bound);
        if (!socket.adopt(listener)) {
            Transports.closeQuietly(bound);
            throw socket.closedException();
        }
        bindings.put(bound.endpoint(), new Binding(endpoint.text(), listener, null));
        if (isOpenToAll(bound)) {
            ctx.warnOfOpenBinding(bound.endpoint());
        }
        listener.open();
        return bound.endpoint();
    }

    /** STREAM has no security, and those who bind it know what they do. */
    private boolean isOpenToAll(BoundChannel bound) {
        SocketConfig config = socket.config();
        return bound.isWildcard()
                && config.security() instanceof Security.None
                && config.zapDomain().isEmpty()
                && socket.type() != SocketType.STREAM;
    }

    private String bindUdp(Endpoint endpoint) {
        requireFirst(endpoint);
        UdpChannel channel = Transports.bindUdp(endpoint, socket.config());
        if (bindings.containsKey(channel.endpoint())) { // which the system allows for a multicast group
            Transports.closeQuietly(channel.channel());
            throw new EndpointException(endpoint.text(), "the socket is bound to " + channel.endpoint() + " already");
        }
        PipePair pair = PeerPipes.create(socket);
        UdpSession session = openUdp(channel.endpoint(), channel, pair.second());
        socket.attach(pair.first());
        bindings.put(channel.endpoint(), new Binding(endpoint.text(), session, pair.first()));
        return channel.endpoint();
    }

    private Connection connectUdp(Endpoint endpoint) {
        requireFirst(endpoint);
        UdpChannel channel = Transports.connectUdp(endpoint, socket.config(), socket.type() == SocketType.DGRAM);
        PipePair pair = PeerPipes.create(socket);
        UdpSession session = openUdp(endpoint.text(), channel, pair.second());
        socket.attach(pair.first());
        return new Connection(pair.first(), session);
    }

    private UdpSession openUdp(String name, UdpChannel channel, Pipe pipe) {
        UdpSession session =
                UdpSession.open(socket, ctx.ioThread(socket.config().affinity()), name, channel, pipe);
        if (session == null) {
            throw socket.closedException();
        }
        return session;
    }

    /** A DGRAM could not say from which of several endpoints a datagram should go. */
    private void requireFirst(Endpoint endpoint) {
        if (socket.type() == SocketType.DGRAM && !(bindings.isEmpty() && connections.isEmpty())) {
            throw new EndpointException(
                    endpoint.text(),
                    "cannot use " + endpoint + ", as a DGRAM socket has one endpoint, and this one has "
                            + bindings.keySet() + connections.keySet() + " already");
        }
    }

    private String bindInproc(String text) {
        ctx.inproc().bind(text, socket.party());
        bindings.put(text, new Binding(text, null, null));
        socket.publish(new SocketEvent.Listening(text));
        return text;
    }

    /** @param peerId what this socket calls the peer, empty = the peer has a say */
    void connect(String text, byte[] peerId) {
        open(text, peerId);
    }

    /** Connects, and returns the pipe of that connection. */
    Pipe connectPeer(String text) {
        Connection connection = socket.config().queues().immediate() ? null : open(text, Session.UNNAMED);
        if (connection == null || connection.pipe == null) {
            throw new WrongStateException("cannot connect a peer at " + text
                    + " while immediate is true, allowed: false, as a peer without a queue has no routing id");
        }
        return connection.pipe;
    }

    /** @return null when the socket is connected there already, and that is enough */
    private @Nullable Connection open(String text, byte[] peerId) {
        Endpoint endpoint = Endpoint.toConnect(text);
        EndpointRules.check(socket.type(), socket.config(), endpoint, false);
        lock.lock();
        try {
            requireOpen();
            if (connections.containsKey(text) && SINGLE_CONNECT.contains(socket.type())) {
                return null;
            }
            Connection connection =
                    switch (endpoint.transport()) {
                        case TCP, TLS, WS, WSS, IPC -> connectChannel(endpoint, peerId);
                        case UDP -> connectUdp(endpoint);
                        case INPROC -> connectInproc(text, peerId);
                    };
            connections.computeIfAbsent(text, key -> new ArrayList<>()).add(connection);
            return connection;
        } finally {
            lock.unlock();
        }
    }

    private Connection connectChannel(Endpoint endpoint, byte[] peerId) {
        IoThread thread = ctx.ioThread(socket.config().affinity());
        boolean later = socket.config().queues().immediate() || socket.type() == SocketType.STREAM;
        if (later && peerId.length == 0) {
            return new Connection(null, Session.connecting(socket, thread, endpoint, null, peerId));
        }
        PipePair pair = PeerPipes.create(socket);
        Pipe mine = pair.first();
        if (peerId.length > 0) {
            socket.name(mine, peerId);
        }
        // the session's end has an owner before this end is used
        Child session = Session.connecting(socket, thread, endpoint, pair.second(), peerId);
        socket.attach(mine);
        return new Connection(mine, session);
    }

    private Connection connectInproc(String text, byte[] peerId) {
        PipePair pair = PeerPipes.create(socket);
        Pipe mine = pair.first();
        mine.markLocal();
        mine.attach(socket.host());
        if (peerId.length > 0) {
            socket.name(mine, peerId);
        }
        try {
            ctx.inproc().connect(text, socket.party(), mine, pair.second());
        } catch (EndpointException e) {
            socket.detach(mine);
            throw e;
        }
        socket.attach(mine);
        return new Connection(mine, null);
    }

    void unbind(String text) {
        Binding binding;
        lock.lock();
        try {
            requireOpen();
            String key = bindings.containsKey(text) ? text : keyOf(text);
            binding = key == null ? null : bindings.remove(key);
            if (key == null || binding == null) {
                throw new EndpointException(
                        text, "the socket is not bound to " + text + ", but to " + List.copyOf(bindings.keySet()));
            }
            if (binding.holder == null) {
                ctx.inproc().unbind(key, socket.host());
                socket.endLocalPeers(key, pipesTo(key));
                socket.publish(new SocketEvent.Closed(key));
                return;
            }
        } finally {
            lock.unlock();
        }
        if (binding.pipe != null) {
            socket.detach(binding.pipe);
        }
        BoundChild holder = binding.holder;
        holder.close(socket.linger());
        endAccepted(holder.endpoint());
        awaitFree(List.of(holder.closed()));
    }

    private Set<@Nullable Pipe> pipesTo(String endpoint) {
        Set<@Nullable Pipe> pipes = new HashSet<>();
        connections.getOrDefault(endpoint, List.of()).forEach(connection -> pipes.add(connection.pipe));
        return pipes;
    }

    private @Nullable String keyOf(String given) {
        for (Map.Entry<String, Binding> entry : bindings.entrySet()) {
            if (entry.getValue().given.equals(given)) {
                return entry.getKey();
            }
        }
        return null;
    }

    void disconnect(String text) {
        List<Connection> ending;
        lock.lock();
        try {
            requireOpen();
            ending = connections.remove(text);
            if (ending == null) {
                throw new EndpointException(
                        text,
                        "the socket is not connected to " + text + ", but to " + List.copyOf(connections.keySet()));
            }
        } finally {
            lock.unlock();
        }
        ctx.inproc().forget(text, socket.host(), null);
        for (Connection connection : ending) {
            if (connection.pipe != null) {
                socket.detach(connection.pipe);
            }
            if (connection.child != null) {
                connection.child.disconnect(socket.linger());
            }
        }
    }

    /** The socket has ended these pipes. */
    void onDisconnected(Set<Pipe> ended) {
        lock.lock();
        try {
            connections.forEach((endpoint, list) -> ended.forEach(pipe -> {
                if (list.removeIf(connection -> connection.pipe == pipe)) {
                    // who binds a name of this process later shall not get what was meant for another
                    ctx.inproc().forget(endpoint, socket.host(), pipe);
                }
            }));
            connections.values().removeIf(List::isEmpty);
        } finally {
            lock.unlock();
        }
    }

    private void endAccepted(String endpoint) {
        for (Child child : socket.children()) {
            if (child.isAccepted() && child.endpoint().equals(endpoint)) {
                child.disconnect(socket.linger());
            }
        }
    }

    /** Frees the names, and forgets everything. */
    void close() {
        lock.lock();
        try {
            closed = true;
            bindings.forEach((endpoint, binding) -> {
                if (binding.holder == null) {
                    ctx.inproc().unbind(endpoint, socket.host());
                }
            });
            connections.keySet().forEach(endpoint -> ctx.inproc().forget(endpoint, socket.host(), null));
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the ports of the closed listeners are free; an io thread does that at once. */
    void awaitFreePorts() {
        List<CompletableFuture<Void>> pending = new ArrayList<>();
        lock.lock();
        try {
            bindings.values().stream()
                    .filter(binding -> binding.holder != null)
                    .forEach(binding -> pending.add(binding.holder.closed()));
        } finally {
            lock.unlock();
        }
        awaitFree(pending);
    }

    private static void awaitFree(List<CompletableFuture<Void>> closing) {
        Uninterruptibly.await(
                CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new)), Duration.ofMillis(500));
    }

    List<String> bound() {
        lock.lock();
        try {
            return List.copyOf(bindings.keySet());
        } finally {
            lock.unlock();
        }
    }

    List<String> connected() {
        lock.lock();
        try {
            return List.copyOf(connections.keySet());
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw socket.closedException();
        }
    }
}
