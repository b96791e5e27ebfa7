package io.zmq4j.spring;

import io.zmq4j.EndpointException;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One declared socket: opens it, and remembers its subscriptions from one opening to the next. Thread-safe. */
final class NamedSocket {

    private final ZmqContext context;
    private final ZmqSocketSpec spec;
    private final ReentrantLock lock = new ReentrantLock();
    // -- under the lock --
    private final List<String> topics;
    // -- written under the lock, read by anyone --
    private volatile @Nullable ZmqSocket socket;

    NamedSocket(ZmqContext context, ZmqSocketSpec spec) {
        this.context = context;
        this.spec = spec;
        this.topics = new ArrayList<>(spec.subscribe());
    }

    ZmqSocketSpec spec() {
        return spec;
    }

    /** The socket if it is open. */
    @Nullable
    ZmqSocket current() {
        ZmqSocket open = socket;
        return open == null || open.isClosed() ? null : open;
    }

    /** The socket; opened if it is not, unless the check throws, and then the callback is told of it. */
    ZmqSocket open(Consumer<ZmqSocketSpec> check, Consumer<ZmqSocket> opened) {
        lock.lock();
        try {
            ZmqSocket open = current();
            if (open == null) {
                check.accept(spec);
                open = create();
                socket = open;
                opened.accept(open);
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether it was open */
    boolean close() {
        lock.lock();
        try {
            ZmqSocket open = current();
            socket = null;
            if (open == null) {
                return false;
            }
            open.close();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void subscribe(String topic) {
        requireTopics(topic);
        lock.lock();
        try {
            boolean first = !topics.contains(topic);
            topics.add(topic);
            ZmqSocket open = current();
            if (open == null) {
                return;
            }
            if (spec.type() != SocketType.DISH) {
                open.subscribe(topic);
            } else if (first) {
                // a group is joined once, however often it was asked for
                open.join(topic);
            }
        } finally {
            lock.unlock();
        }
    }

    void unsubscribe(String topic) {
        requireTopics(topic);
        lock.lock();
        try {
            ZmqSocket open = topics.remove(topic) ? current() : null;
            if (open == null) {
                return;
            }
            if (spec.type() != SocketType.DISH) {
                open.unsubscribe(topic);
            } else if (!topics.contains(topic)) {
                open.leave(topic);
            }
        } finally {
            lock.unlock();
        }
    }

    private ZmqSocket create() {
        ZmqSocket open = context.socket(spec.type(), spec.config());
        try {
            boolean groups = spec.type() == SocketType.DISH;
            topics.stream().distinct().filter(topic -> groups).forEach(open::join);
            topics.stream().filter(topic -> !groups).forEach(open::subscribe);
            spec.bind().forEach(endpoint -> bind(open, endpoint));
            spec.connect().forEach(endpoint -> connect(open, endpoint));
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private void bind(ZmqSocket open, String endpoint) {
        try {
            open.bind(endpoint);
        } catch (EndpointException e) {
            throw new ZmqBindException(spec.name(), endpoint, e);
        }
    }

    private void connect(ZmqSocket open, String endpoint) {
        try {
            String routingId = spec.routingIds().get(endpoint);
            if (routingId == null) {
                open.connect(endpoint);
            } else {
                open.connect(endpoint, routingId.getBytes(StandardCharsets.UTF_8));
            }
        } catch (ZmqException e) {
            throw new ZmqMessagingException(
                    "socket '" + spec.name() + "' cannot be connected to " + endpoint + ": " + e.getMessage(), e);
        }
    }

    private void requireTopics(String topic) {
        if (!SpecRules.canSubscribe(spec.type())) {
            throw new IllegalArgumentException("socket '" + spec.name() + "' (" + spec.type()
                    + ") has no subscriptions such as '" + topic + "', allowed: SUB, XSUB and DISH");
        }
    }
}
