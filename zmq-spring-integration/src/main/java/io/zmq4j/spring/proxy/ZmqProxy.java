package io.zmq4j.spring.proxy;

import io.zmq4j.Proxy;
import io.zmq4j.Proxy.Statistics;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One named proxy, which can be started and stopped again and again; its counts go on. Thread-safe. */
public final class ZmqProxy {

    private static final Statistics NOTHING = new Statistics(0, 0, 0, 0, 0, 0, 0, 0);

    private final ZmqProxySpec spec;
    private final ZmqContext context;
    private final Ends ends;
    private final ReentrantLock lock = new ReentrantLock();
    // -- written under the lock, read by anyone --
    private volatile Run run = new Run(null, false, NOTHING);

    /**
     * @param proxy null = stopped
     * @param before what proxies before this one have passed on
     */
    private record Run(@Nullable Proxy proxy, boolean paused, Statistics before) {

        Statistics total() {
            return proxy == null ? before : sum(before, proxy.statistics());
        }
    }

    /**
     * Where the open sockets of a proxy come from; asked at each start.
     *
     * @param capture null = nothing is copied
     */
    public record Ends(
            Supplier<ZmqSocket> frontend, Supplier<ZmqSocket> backend, @Nullable Supplier<ZmqSocket> capture) {}

    /** One between named sockets. */
    ZmqProxy(ZmqProxySpec spec, ZmqContext context, ZmqSockets sockets) {
        this(spec, context, named(spec, sockets));
    }

    /** One between sockets that somebody else opens and closes. */
    public ZmqProxy(ZmqProxySpec spec, ZmqContext context, Ends ends) {
        this.spec = spec;
        this.context = context;
        this.ends = ends;
    }

    private static Ends named(ZmqProxySpec spec, ZmqSockets sockets) {
        String capture = spec.capture();
        return new Ends(
                () -> sockets.get(spec.frontend()),
                () -> sockets.get(spec.backend()),
                capture == null ? null : () -> sockets.get(capture));
    }

    public ZmqProxySpec spec() {
        return spec;
    }

    public ZmqProxyState state() {
        Run now = run;
        if (now.proxy() == null) {
            return ZmqProxyState.STOPPED;
        }
        if (!now.proxy().isRunning()) {
            return ZmqProxyState.FAILED;
        }
        return now.paused() ? ZmqProxyState.PAUSED : ZmqProxyState.RUNNING;
    }

    /** What it has passed on since it was declared. */
    public Statistics statistics() {
        return run.total();
    }

    /**
     * Opens its sockets if need be and passes messages on; no effect while it does so or is paused.
     *
     * @throws io.zmq4j.spring.ZmqBindException when one of its sockets cannot be bound
     * @throws ZmqProxyException when the types of its sockets do not fit
     */
    public void start() {
        lock.lock();
        try {
            ZmqProxyState state = state();
            if (state == ZmqProxyState.RUNNING || state == ZmqProxyState.PAUSED) {
                return;
            }
            Statistics before = run.total();
            run = new Run(open(), false, before);
        } finally {
            lock.unlock();
        }
    }

    private Proxy open() {
        ZmqSocket frontend = ends.frontend().get();
        ZmqSocket backend = ends.backend().get();
        ZmqSocket capture = ends.capture() == null ? null : ends.capture().get();
        try {
            return Proxy.start(context, frontend, backend, capture);
        } catch (IllegalArgumentException e) {
            throw new ZmqProxyException(spec.name(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Leaves messages in their queues until {@link #resume}; no effect unless it is running. */
    public void pause() {
        pause(true);
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        pause(false);
    }

    private void pause(boolean paused) {
        lock.lock();
        try {
            Run now = run;
            if (now.proxy() == null || now.paused() == paused) {
                return;
            }
            if (paused) {
                now.proxy().pause();
            } else {
                now.proxy().resume();
            }
            run = new Run(now.proxy(), paused, now.before());
        } finally {
            lock.unlock();
        }
    }

    /** Passes nothing on any more, and waits for the end of its thread, 5 s at most. Its sockets stay open. */
    public void stop() {
        lock.lock();
        try {
            Run now = run;
            if (now.proxy() != null) {
                now.proxy().close();
                run = new Run(null, false, now.total());
            }
        } finally {
            lock.unlock();
        }
    }

    private static Statistics sum(Statistics one, Statistics other) {
        return new Statistics(
                one.toBackend() + other.toBackend(),
                one.toBackendBytes() + other.toBackendBytes(),
                one.toFrontend() + other.toFrontend(),
                one.toFrontendBytes() + other.toFrontendBytes(),
                one.fromFrontend() + other.fromFrontend(),
                one.fromFrontendBytes() + other.fromFrontendBytes(),
                one.fromBackend() + other.fromBackend(),
                one.fromBackendBytes() + other.fromBackendBytes());
    }

    @Override
    public String toString() {
        return "ZmqProxy[" + spec.name() + ", " + state() + "]";
    }
}
