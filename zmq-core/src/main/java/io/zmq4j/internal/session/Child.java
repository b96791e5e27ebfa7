package io.zmq4j.internal.session;

import io.zmq4j.SocketStats;
import io.zmq4j.internal.reactor.Reactor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A session or listener as its socket sees it. Any thread may call it. */
public interface Child {

    /** Its number, see {@link PeerIds}. */
    long id();

    /** The endpoint it belongs to, as the socket knows it. */
    String endpoint();

    /** Whether it was accepted by a binding, and so ends with that. */
    boolean isAccepted();

    /** Which reactor runs it. */
    Reactor reactor();

    /** Ends it; what it has to send is sent within this time. {@link SessionOwner#release} follows. */
    void close(Duration linger);

    /** Ends it as {@link #close} does because its endpoint was disconnected. */
    default void disconnect(Duration linger) {
        close(linger);
    }

    /** Ends its connection at once; a connecting one makes it again after a while. No effect on a listener. */
    void endConnection();

    /** Ends it at once, and for good, as its peer may not stay for this reason. */
    default void expel(String reason) {
        close(Duration.ZERO);
    }

    /** The socket calls the peer by this routing id. */
    void named(byte[] routingId);

    /** How its connection stands; null for a listener. */
    SocketStats.@Nullable Peer status();
}
