package io.zmq4j.spring;

import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * The sockets of one {@link ZmqContext} by name. Thread-safe.
 *
 * <p>Stopping or pausing the application context closes the open ones, so that their ports are free; starting it opens
 * those again. Closing the application context leaves them open until this bean is destroyed, so that what other beans
 * send while they end is still delivered. It is the first to start and the last to stop ({@link #DEFAULT_PHASE}). The
 * {@code ZmqContext} is not closed here.
 */
public class DefaultZmqSockets
        implements ZmqSockets,
                SmartLifecycle,
                ApplicationListener<ContextClosedEvent>,
                ApplicationContextAware,
                DisposableBean {

    /** Before and after everything that uses a socket. */
    public static final int DEFAULT_PHASE = Integer.MIN_VALUE;

    private enum State {
        /** Sockets open on demand; not started yet. */
        NEW,
        /** Sockets open on demand. */
        RUNNING,
        /** Every socket is closed and stays so until the next start. */
        STOPPED,
        /** Every socket is closed for good. */
        DESTROYED
    }

    private final ZmqContext context;
    private final List<ZmqSocketListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    // -- written under the lock, read by anyone --
    private volatile Map<String, NamedSocket> sockets;
    private volatile State state = State.NEW;
    // -- the thread that starts and stops the application context --
    private volatile List<NamedSocket> reopen = List.of();
    private volatile boolean closing;
    private @Nullable ApplicationContext applicationContext;

    /** @throws IllegalArgumentException when two have the same name */
    public DefaultZmqSockets(ZmqContext context, Collection<ZmqSocketSpec> specs) {
        this.context = context;
        this.sockets = Map.of();
        specs.forEach(this::add);
    }

    /**
     * Declares another socket, which opens on first use.
     *
     * @throws IllegalArgumentException when there is one of this name
     */
    public final void add(ZmqSocketSpec spec) {
        lock.lock();
        try {
            Map<String, NamedSocket> more = new LinkedHashMap<>(sockets);
            NamedSocket other = more.putIfAbsent(spec.name(), new NamedSocket(context, spec));
            if (other != null) {
                throw new IllegalArgumentException("socket name '" + spec.name() + "' is declared twice, for "
                        + other.spec().type() + " and for " + spec.type() + ", allowed: once");
            }
            sockets = more;
        } finally {
            lock.unlock();
        }
    }

    /** Adds one that is told from now on when sockets open and close. */
    public final void addListener(ZmqSocketListener listener) {
        listeners.add(listener);
    }

    @Override
    public ZmqSocket get(String name) {
        NamedSocket named = named(name);
        ZmqSocket open = named.current();
        return open != null ? open : open(named);
    }

    private ZmqSocket open(NamedSocket named) {
        try {
            return named.open(
                    this::requireOpenable, socket -> listeners.forEach(each -> each.onOpened(named.spec(), socket)));
        } catch (RuntimeException e) {
            // that it is not to be opened now is no fault of the socket
            if (state == State.NEW || state == State.RUNNING) {
                listeners.forEach(each -> each.onOpenFailed(named.spec(), e));
            }
            throw e;
        }
    }

    /** Called under the lock of the socket, as a stop closes each under that lock after it has changed the state. */
    private void requireOpenable(ZmqSocketSpec spec) {
        switch (state) {
            case NEW, RUNNING -> {}
            case STOPPED, DESTROYED ->
                throw new ZmqMessagingException("socket '" + spec.name() + "' cannot be opened: the sockets are "
                        + (state == State.STOPPED ? "stopped, allowed: after the next start" : "destroyed"));
        }
    }

    @Override
    public ZmqSocketSpec spec(String name) {
        return named(name).spec();
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(sockets.keySet());
    }

    @Override
    public boolean isOpen(String name) {
        return named(name).current() != null;
    }

    @Override
    public int boundPort(String name) {
        List<String> bound = get(name).boundEndpoints();
        return BoundPorts.of(bound).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("socket '" + name + "' has no port: it is bound to "
                        + bound + ", allowed: an endpoint over tcp, tls, ws, wss or udp"));
    }

    @Override
    public void subscribe(String name, String topic) {
        named(name).subscribe(topic);
    }

    @Override
    public void unsubscribe(String name, String topic) {
        named(name).unsubscribe(topic);
    }

    @Override
    public void close(String name) {
        close(named(name));
    }

    private boolean close(NamedSocket named) {
        boolean wasOpen = named.close();
        if (wasOpen) {
            listeners.forEach(each -> each.onClosed(named.spec()));
        }
        return wasOpen;
    }

    private NamedSocket named(String name) {
        NamedSocket named = sockets.get(name);
        if (named == null) {
            throw new UnknownZmqSocketException(name, names());
        }
        return named;
    }

    /** @throws ZmqBindException when a socket that was open before the stop cannot be bound again */
    @Override
    public void start() {
        if (transition(State.RUNNING)) {
            closing = false;
            List<NamedSocket> again = reopen;
            reopen = List.of();
            again.forEach(this::open);
        }
    }

    @Override
    public void stop() {
        if (!closing && transition(State.STOPPED)) {
            reopen = sockets.values().stream().filter(this::close).toList();
        }
    }

    private boolean transition(State to) {
        lock.lock();
        try {
            boolean legal =
                    switch (state) {
                        case NEW, STOPPED -> to == State.RUNNING || to == State.DESTROYED;
                        case RUNNING -> to != State.RUNNING;
                        case DESTROYED -> false;
                    };
            if (legal) {
                state = to;
            }
            return legal;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        return state == State.RUNNING;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    @Override
    public void setApplicationContext(ApplicationContext applicationContext) {
        this.applicationContext = applicationContext;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        // a child context that closes sends its event here as well
        if (event.getApplicationContext() == applicationContext) {
            closing = true;
        }
    }

    /** Closes every socket for good; what was sent is delivered within its linger, as long as the context is open. */
    @Override
    public void destroy() {
        if (transition(State.DESTROYED)) {
            sockets.values().forEach(this::close);
        }
    }
}
