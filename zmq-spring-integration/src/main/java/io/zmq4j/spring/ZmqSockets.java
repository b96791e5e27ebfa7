package io.zmq4j.spring;

import io.zmq4j.ZmqSocket;
import java.util.List;
import java.util.Set;

/**
 * The sockets of an application by name. Several components may share one of them; whoever takes a socket here must not
 * close it. Thread-safe.
 *
 * <p>Every method that takes a name throws {@link UnknownZmqSocketException} when no socket of that name is declared.
 */
public interface ZmqSockets {

    /**
     * The open socket of this name: subscribed, bound and connected. The first call opens it.
     *
     * @throws ZmqBindException when an endpoint cannot be bound; the socket is closed again
     * @throws ZmqMessagingException when it cannot be opened for another reason, such as a malformed endpoint, or because
     *     these sockets are stopped
     */
    ZmqSocket get(String name);

    /** How the socket of this name was declared. */
    ZmqSocketSpec spec(String name);

    /** The names of all declared sockets, open or not, in the order of their declaration. */
    Set<String> names();

    /** Whether the socket of this name is open now. */
    boolean isOpen(String name);

    /**
     * The first of the {@link #boundPorts}; opens the socket.
     *
     * @throws IllegalStateException when it binds none
     */
    int boundPort(String name);

    /**
     * The ports that the socket of this name is bound to over tcp, tls, ws, wss and udp, in the order of its endpoints;
     * opens the socket.
     */
    default List<Integer> boundPorts(String name) {
        return BoundPorts.of(get(name).boundEndpoints());
    }

    /**
     * Subscribes to a topic prefix (SUB, XSUB) or joins a group (DISH), now if the socket is open, and whenever it is
     * opened again. Counted: two subscriptions need two cancellations.
     *
     * @throws IllegalArgumentException when the type of the socket has no subscriptions
     */
    void subscribe(String name, String topic);

    /**
     * Takes one {@link #subscribe} of this topic, or one of the declared topics, back; without one it has no effect.
     *
     * @throws IllegalArgumentException when the type of the socket has no subscriptions
     */
    void unsubscribe(String name, String topic);

    /** Closes the socket of this name if it is open, and frees its ports; the next {@link #get} opens it anew. */
    void close(String name);
}
