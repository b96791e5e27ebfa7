package io.zmq4j;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A ZeroMQ socket. Safe to use from any thread, virtual ones included: one thread can wait in {@link #receive} while
 * others send. Only a {@link SocketConfig#confined() confined} socket belongs to one thread at a time.
 *
 * <p>A timeout that is negative has no limit; one of zero does not wait. A call that waits ends with
 * {@link ZmqInterruptedException} when its thread is interrupted, with {@link SocketClosedException} when the socket is
 * closed, and with {@link ContextClosedException} when its context is closed. A call that the type does not have, such as
 * sending on a PULL socket, is an {@link UnsupportedOperationException}.
 */
public interface ZmqSocket extends AutoCloseable {

    SocketType type();

    SocketConfig config();

    /**
     * Changes options. Linger, timeouts, high-water marks and the options of the pattern take effect at once, the others
     * for later connections and bindings.
     *
     * @throws IllegalArgumentException when the change touches what is fixed at creation ({@code confined})
     */
    void reconfigure(UnaryOperator<SocketConfig> change);

    /**
     * Accepts connections at {@code tcp://interface:port}, {@code tls://interface:port} (see {@link SocketConfig.Tls}) or at
     * the Unix domain socket {@code ipc://path}, or takes the name {@code inproc://name}. A port of {@code *} or {@code 0} is chosen by the system; an interface of {@code *} is all of
     * them. A path may be relative and has at most 106 bytes; {@code *} is a fresh one that only this user can reach. Its file
     * is deleted when the binding ends, and replaced if it was left behind by a process that has died. A DISH or DGRAM receives
     * datagrams at {@code udp://interface:port}, and those to a multicast group at {@code udp://interface;group:port}, where the
     * interface may be left out.
     *
     * @return the resolved endpoint, with the real address and port, or path
     * @throws EndpointException when it cannot be bound
     */
    String bind(String endpoint);

    /**
     * Connects to {@code tcp://host:port}, {@code tls://host:port}, {@code ws://host:port/path} (and {@code wss}),
     * {@code ipc://path} or {@code inproc://name} in the background, now and again whenever the connection is lost. The peer
     * need not be there yet. The addresses of a name are tried in turn. A connection begins at an address, interface or port
     * of choice with {@code tcp://source:port;host:port}, where either may be {@code *} and the source's port may be left out.
     * A RADIO or DGRAM sends datagrams to {@code udp://host:port} or {@code udp://interface;group:port}; there a name is
     * resolved once, by this call.
     *
     * @throws EndpointException when the endpoint is malformed; over udp also when the name is unknown
     */
    void connect(String endpoint);

    /**
     * As {@link #connect(String)}, and settles what this ROUTER or STREAM socket calls the peer, whatever that calls itself
     * (ZMQ_CONNECT_ROUTING_ID). What is sent to it waits from now on for the connection.
     *
     * @param routingId 1 to 255 bytes that do not begin with a zero byte
     * @throws IllegalArgumentException when another peer is called so, and nothing has happened
     */
    void connect(String endpoint, byte[] routingId);

    /**
     * Ends a binding and the connections accepted by it. When it returns, the port is free.
     *
     * @param endpoint as it was given to {@link #bind}, or as that returned it
     * @throws EndpointException when there is no such binding
     */
    void unbind(String endpoint);

    /**
     * Ends a connection. What was sent is still delivered within the linger time.
     *
     * @throws EndpointException when there is no such connection
     */
    void disconnect(String endpoint);

    /** The resolved endpoints that are bound. */
    List<String> boundEndpoints();

    /** The endpoints that were given to {@link #connect}. */
    List<String> connectedEndpoints();

    /**
     * Sends within {@link SocketConfig#sendTimeout()}.
     *
     * @throws ZmqTimeoutException when that time elapsed
     */
    void send(Msg msg);

    /**
     * Sends, waiting for room or for a peer at most for this time.
     *
     * @return whether it was taken; false = nothing has happened
     */
    boolean send(Msg msg, Duration timeout);

    /** Sends if that needs no waiting. */
    default boolean trySend(Msg msg) {
        return send(msg, Duration.ZERO);
    }

    /**
     * Receives within {@link SocketConfig#receiveTimeout()}.
     *
     * @throws ZmqTimeoutException when that time elapsed
     */
    Msg receive();

    /** Receives, waiting at most for this time; null when it elapsed. */
    @Nullable
    Msg receive(Duration timeout);

    /** Receives if a message is there. */
    default @Nullable Msg tryReceive() {
        return receive(Duration.ZERO);
    }

    /**
     * Sends these messages in order, waiting for room at most for this time in all. When the time elapses, or a message
     * cannot be sent, or the thread is interrupted, or the socket closed, after some were taken, it returns how many; only a
     * call that has taken none throws.
     *
     * @return how many were taken, from the first on
     */
    int sendAll(List<Msg> msgs, Duration timeout);

    /**
     * Waits at most for this time for a first message, then takes what is there, {@code max} messages at most.
     *
     * @return how many were added
     */
    int receive(Collection<? super Msg> into, int max, Duration timeout);

    /**
     * Subscribes a SUB or XSUB socket to messages whose first frame begins with this prefix; counted. Publishers that this
     * socket connects to learn of it in the background, after each reconnect too; one that connects to this socket learns
     * of it when this socket is called next, for instance to receive.
     *
     * <p>With {@link SocketConfig.Pub#manual() xpubManual}, an XPUB subscribes so the peer whose subscription, cancellation
     * or message was received last; without effect if that peer has left.
     */
    void subscribe(byte[] prefix);

    default void subscribe(String prefix) {
        subscribe(prefix.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes one {@link #subscribe} of this prefix back; without one it has no effect. */
    void unsubscribe(byte[] prefix);

    default void unsubscribe(String prefix) {
        unsubscribe(prefix.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How many different topics are subscribed to: by the peers of a PUB or XPUB, as far as these subscriptions have come, or
     * by this SUB or XSUB itself (ZMQ_TOPICS_COUNT). A topic of several peers counts once.
     *
     * @throws UnsupportedOperationException on a socket of another type
     */
    int topicsCount();

    /**
     * Joins a group (DISH), so that radios send its messages. They learn of it as publishers do of {@link #subscribe}.
     *
     * @param group at most 255 bytes in UTF-8, none of them zero; matched exactly
     * @throws IllegalArgumentException when it is joined already: joins are not counted
     */
    void join(String group);

    /**
     * Leaves a group (DISH).
     *
     * @throws IllegalArgumentException when it is not joined
     */
    void leave(String group);

    /**
     * Connects a PEER as {@link #connect} does, and tells which peer that is. Messages can be sent to it at once. libzmq:
     * {@code zmq_connect_peer}.
     *
     * @return the routing id of the peer, an unsigned number other than 0, which it keeps when the connection is made again
     * @throws EndpointException when the endpoint is malformed
     * @throws WrongStateException when {@link SocketConfig.Queues#immediate()} is set, as the peer has no queue yet then
     */
    int connectPeer(String endpoint);

    /**
     * Ends the connection to one peer of a SERVER or PEER, accepted or made, for good. What was sent to it is still delivered
     * within the linger time. libzmq: {@code zmq_disconnect_peer}.
     *
     * @throws UnroutableException when there is no peer with this routing id
     */
    void disconnectPeer(int routingId);

    /** A new monitor of the events of this socket; callable from any thread, also on a confined socket. */
    SocketMonitor monitor();

    /**
     * A new monitor of these events alone, such as {@code Set.of(SocketEvent.Disconnected.class)}; callable from any thread,
     * also on a confined socket.
     */
    SocketMonitor monitor(Set<Class<? extends SocketEvent>> types);

    /**
     * Tells a listener of every event, in order, on a thread of its own, until the socket or the returned monitor is closed.
     * A slow listener holds up nobody; it loses what {@link SocketMonitor#dropped} counts. What it throws is logged, and it
     * is told of the next event all the same. Callable from any thread, also on a confined socket.
     */
    SocketMonitor monitor(Consumer<? super SocketEvent> listener);

    /** Callable from any thread, also on a confined socket. */
    SocketStats stats();

    /** Its connections, those that are being made included; callable from any thread, also on a confined socket. */
    default List<SocketStats.Peer> peers() {
        return stats().peers();
    }

    /**
     * Ends the connection to one peer at once; what is queued for it is dropped. An accepted one is gone, and the peer may
     * come again; one that this socket has made over a network is made again after the usual wait, and keeps its queue
     * unless {@code immediate} is set.
     * Callable from any thread; only a peer inside this process needs the owner of a confined socket.
     *
     * @param peerId the {@link SocketStats.Peer#id} of the peer, which events name too
     * @return whether there is such a peer
     */
    boolean closeConnection(long peerId);

    /**
     * Waits until at least so many peers are ready for messages, at most for this time.
     *
     * @return whether they are
     */
    boolean awaitPeers(int count, Duration timeout);

    /**
     * How many peers would get a message that begins with this topic (PUB, XPUB), so that nobody need make one that nobody
     * wants. Callable from any thread, on a confined socket by its owner.
     */
    int subscribers(byte[] topic);

    /** As {@link #subscribers(byte[])}, in UTF-8. */
    default int subscribers(String topic) {
        return subscribers(topic.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Waits until at least so many peers would get a message that begins with this topic (PUB, XPUB), at most for this time:
     * what is sent after that misses none of them.
     *
     * @return whether they would
     */
    boolean awaitSubscribers(byte[] topic, int count, Duration timeout);

    /** As {@link #awaitSubscribers(byte[], int, Duration)}, in UTF-8. */
    default boolean awaitSubscribers(String topic, int count, Duration timeout) {
        return awaitSubscribers(topic.getBytes(StandardCharsets.UTF_8), count, timeout);
    }

    /**
     * Whether a message to this peer of a ROUTER or STREAM would be taken now, where the readiness of the socket only tells
     * that of any peer. libzmq: {@code zmq_socket_get_peer_state}.
     *
     * @throws UnroutableException when there is no peer with this routing id
     */
    boolean canSendTo(byte[] routingId);

    /**
     * Whether a message to this peer of a SERVER or PEER would be taken now.
     *
     * @throws UnroutableException when there is no peer with this routing id
     */
    boolean canSendTo(int routingId);

    /** Gives a confined socket to another thread; only its owner, or anyone before the first call, may do so. */
    void handOver(Thread next);

    boolean isClosed();

    /**
     * Ends every call that waits on this socket and frees its bindings. What was sent is still delivered in the background
     * within {@link SocketConfig#linger()}. Idempotent, callable from any thread.
     */
    @Override
    void close();
}
