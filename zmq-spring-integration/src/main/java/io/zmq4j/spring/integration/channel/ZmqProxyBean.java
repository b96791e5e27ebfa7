package io.zmq4j.spring.integration.channel;

import io.zmq4j.Proxy.Statistics;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.support.AdapterSocket;
import io.zmq4j.spring.proxy.ZmqProxy;
import io.zmq4j.spring.proxy.ZmqProxySpec;
import io.zmq4j.spring.proxy.ZmqProxyState;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.integration.core.Pausable;
import org.springframework.integration.support.management.IntegrationManagedResource;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.jmx.export.annotation.ManagedResource;

/**
 * Passes messages between two sockets while the application runs: a queue (ROUTER to DEALER), a forwarder (XSUB to XPUB)
 * or a streamer (PULL to PUSH). Each socket is a named one or its own. Thread-safe.
 *
 * <p>A start returns when every socket is bound and messages pass, and fails with
 * {@link io.zmq4j.spring.ZmqBindException} or {@link io.zmq4j.spring.proxy.ZmqProxyException} otherwise; what it has
 * opened by then is closed again. A stop ends a pause as well, and closes the sockets that are its own, which frees their
 * ports; the counts of {@link #getStatistics()} go on from one start to the next.
 */
@ManagedResource
@IntegrationManagedResource
public class ZmqProxyBean implements SmartLifecycle, Pausable, BeanNameAware, DisposableBean {

    /** Before all that connects to its sockets. */
    public static final int DEFAULT_PHASE = Integer.MIN_VALUE + 2;

    private final ZmqContext context;
    private final Supplier<AdapterSocket> frontend;
    private final Supplier<AdapterSocket> backend;
    private final ReentrantLock lock = new ReentrantLock();
    private Supplier<@Nullable AdapterSocket> capture = () -> null;
    private String name = "proxy";
    private int phase = DEFAULT_PHASE;
    private boolean autoStartup = true;
    // -- written under the lock, read by anyone --
    private volatile @Nullable Run run;

    /** What is made on first use, when the name of the bean is known. */
    private record Run(
            ZmqProxy proxy, AdapterSocket frontend, AdapterSocket backend, @Nullable AdapterSocket capture) {}

    /** Between named sockets; the same one twice = from peer to peer. */
    public ZmqProxyBean(ZmqContext context, ZmqSockets sockets, String frontend, String backend) {
        this(context, () -> AdapterSocket.named(sockets, frontend), () -> AdapterSocket.named(sockets, backend));
    }

    /** Between two sockets of its own. */
    public ZmqProxyBean(ZmqContext context, ZmqSocketSpec frontend, ZmqSocketSpec backend) {
        this(
                context,
                () -> AdapterSocket.own(context, () -> frontend),
                () -> AdapterSocket.own(context, () -> backend));
    }

    /** Between sockets that are asked for once, on first use. */
    public ZmqProxyBean(ZmqContext context, Supplier<AdapterSocket> frontend, Supplier<AdapterSocket> backend) {
        this.context = context;
        this.frontend = frontend;
        this.backend = backend;
    }

    /** A socket of its own that is sent a copy of every message, if it has room for it: PUB, XPUB, PUSH, PAIR or DEALER. */
    public void setCapture(ZmqSocketSpec spec) {
        setCapture(() -> AdapterSocket.own(context, () -> spec));
    }

    /** A named socket that is sent a copy of every message. */
    public void setCapture(ZmqSockets sockets, String socketName) {
        setCapture(() -> AdapterSocket.named(sockets, socketName));
    }

    /** A socket that is asked for once, on first use, and is sent a copy of every message. */
    public void setCapture(Supplier<AdapterSocket> socket) {
        this.capture = socket::get;
    }

    /** When it starts and stops; by default {@link #DEFAULT_PHASE}. */
    public void setPhase(int phase) {
        this.phase = phase;
    }

    /** Whether it starts with the application; true by default. */
    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    @Override
    public void setBeanName(String beanName) {
        this.name = beanName;
    }

    /** The name of this bean. */
    public String getName() {
        return name;
    }

    private Run run() {
        lock.lock();
        try {
            Run made = run;
            if (made == null) {
                made = make();
                run = made;
            }
            return made;
        } finally {
            lock.unlock();
        }
    }

    private Run make() {
        AdapterSocket front = frontend.get();
        AdapterSocket back = backend.get();
        AdapterSocket copies = capture.get();
        ZmqProxySpec spec = new ZmqProxySpec(name, front.name(), back.name(), copies == null ? null : copies.name());
        ZmqProxy.Ends ends = new ZmqProxy.Ends(front::open, back::open, opener(copies));
        return new Run(new ZmqProxy(spec, context, ends), front, back, copies);
    }

    private static @Nullable Supplier<ZmqSocket> opener(@Nullable AdapterSocket socket) {
        return socket == null ? null : socket::open;
    }

    @Override
    @ManagedOperation
    public void start() {
        lock.lock();
        try {
            Run made = run();
            try {
                made.proxy().start();
            } catch (RuntimeException e) {
                release(made);
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    @ManagedOperation
    public void stop() {
        lock.lock();
        try {
            Run made = run;
            if (made != null) {
                made.proxy().stop();
                release(made);
            }
        } finally {
            lock.unlock();
        }
    }

    private static void release(Run made) {
        made.frontend().release();
        made.backend().release();
        if (made.capture() != null) {
            made.capture().release();
        }
    }

    /** Whether messages pass, or wait for {@link #resume}; false once one of its sockets was closed by someone else. */
    @Override
    @ManagedAttribute
    public boolean isRunning() {
        return switch (getState()) {
            case RUNNING, PAUSED -> true;
            case STOPPED, FAILED -> false;
        };
    }

    /** Leaves messages in their queues until {@link #resume} or a stop; no effect unless it is running. */
    @Override
    @ManagedOperation
    public void pause() {
        Run made = run;
        if (made != null) {
            made.proxy().pause();
        }
    }

    @Override
    @ManagedOperation
    public void resume() {
        Run made = run;
        if (made != null) {
            made.proxy().resume();
        }
    }

    @Override
    @ManagedAttribute
    public boolean isPaused() {
        return getState() == ZmqProxyState.PAUSED;
    }

    /** What it does at the moment. */
    @ManagedAttribute
    public ZmqProxyState getState() {
        Run made = run;
        return made == null ? ZmqProxyState.STOPPED : made.proxy().state();
    }

    /** What it has passed on since it was made. */
    public Statistics getStatistics() {
        return run().proxy().statistics();
    }

    /**
     * The port of the first TCP endpoint that the frontend is bound to.
     *
     * @throws IllegalStateException when this proxy is not running or the socket binds none
     */
    @ManagedAttribute
    public int getFrontendPort() {
        return port(run().frontend());
    }

    /**
     * The port of the first TCP endpoint that the backend is bound to.
     *
     * @throws IllegalStateException when this proxy is not running or the socket binds none
     */
    @ManagedAttribute
    public int getBackendPort() {
        return port(run().backend());
    }

    /**
     * The port of the first TCP endpoint that the capture is bound to.
     *
     * @throws IllegalStateException when this proxy is not running, has no capture, or the socket binds none
     */
    public int getCapturePort() {
        AdapterSocket copies = run().capture();
        if (copies == null) {
            throw new IllegalStateException(this + " has no capture");
        }
        return port(copies);
    }

    private int port(AdapterSocket socket) {
        return socket.boundPort(isRunning(), this);
    }

    @Override
    public int getPhase() {
        return phase;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    @Override
    public void destroy() {
        stop();
    }

    @Override
    public String toString() {
        return "ZmqProxyBean[" + name + ", " + getState() + "]";
    }
}
