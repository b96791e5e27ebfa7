package io.zmq4j.spring.integration.support;

import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The socket of one adapter: a named one that others may share, or one of its own. A stop of the adapter closes only its
 * own, which frees its ports, and a start opens it anew. Thread-safe.
 */
public final class AdapterSocket {

    private record Source(ZmqSockets sockets, String name) {}

    private final Supplier<Source> supplier;
    private final boolean own;
    private final ReentrantLock lock = new ReentrantLock();
    // -- written under the lock, read by anyone --
    private volatile @Nullable Source source;

    private AdapterSocket(Supplier<Source> supplier, boolean own) {
        this.supplier = supplier;
        this.own = own;
    }

    /** A socket that is declared elsewhere, and that its registry opens and closes. */
    public static AdapterSocket named(ZmqSockets sockets, String name) {
        return new AdapterSocket(() -> new Source(sockets, name), false);
    }

    /** A socket of the adapter alone; its declaration is asked for once, on first use. */
    public static AdapterSocket own(ZmqContext context, Supplier<ZmqSocketSpec> declaration) {
        return new AdapterSocket(
                () -> {
                    ZmqSocketSpec spec = declaration.get();
                    return new Source(new DefaultZmqSockets(context, List.of(spec)), spec.name());
                },
                true);
    }

    /** The name under which {@link #sockets()} knows it. */
    public String name() {
        return source().name();
    }

    public ZmqSockets sockets() {
        return source().sockets();
    }

    /** @throws io.zmq4j.spring.UnknownZmqSocketException when no socket of its name is declared */
    public ZmqSocketSpec spec() {
        return sockets().spec(name());
    }

    /** @throws IllegalArgumentException when a socket of its type cannot receive */
    public void requireReceives() {
        ZmqSocketSpec spec = spec();
        if (!spec.type().canReceive()) {
            throw new IllegalArgumentException("socket '" + spec.name() + "' is a " + spec.type()
                    + ", which cannot receive, allowed: a type that can, such as PULL or SUB");
        }
    }

    /**
     * The port of the first TCP endpoint that it is bound to.
     *
     * @param running whether the adapter is running, as only then it has a port
     * @param adapter what the error calls it
     * @throws IllegalStateException when the adapter is not running or binds no TCP endpoint
     */
    public int boundPort(boolean running, @Nullable Object adapter) {
        if (!running) {
            throw new IllegalStateException(adapter + " has no port, as it is not running");
        }
        return sockets().boundPort(name());
    }

    /** See {@link ZmqSockets#subscribe}. */
    public void subscribe(String topic) {
        sockets().subscribe(name(), topic);
    }

    /** See {@link ZmqSockets#unsubscribe}. */
    public void unsubscribe(String topic) {
        sockets().unsubscribe(name(), topic);
    }

    /** The open socket; see {@link ZmqSockets#get}. */
    public ZmqSocket open() {
        return sockets().get(name());
    }

    /** Closes it if it is open and the adapter's own. */
    public void release() {
        Source from = source;
        if (own && from != null) {
            from.sockets().close(from.name());
        }
    }

    private Source source() {
        Source from = source;
        if (from != null) {
            return from;
        }
        lock.lock();
        try {
            if (source == null) {
                source = supplier.get();
            }
            return Objects.requireNonNull(source);
        } finally {
            lock.unlock();
        }
    }
}
