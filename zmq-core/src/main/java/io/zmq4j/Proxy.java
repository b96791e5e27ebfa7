package io.zmq4j;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages between two sockets, both ways where their types allow it, on a thread of its own: a queue (ROUTER to
 * DEALER), a forwarder (XSUB to XPUB) or a streamer (PULL to PUSH). Where the other side is full it holds one message and
 * leaves the rest in its queue; that one is lost when the proxy is closed while the other side is still full. The sockets belong to the proxy while it runs and are not closed
 * with it. libzmq: {@code zmq_proxy_steerable}. Thread-safe.
 */
public final class Proxy implements AutoCloseable {

    /** Messages of one way in a row before the other one gets its turn. */
    private static final int BURST = 1000;

    private static final long CLOSE_MILLIS = 5_000;
    private static final AtomicLong NUMBERS = new AtomicLong();

    /**
     * What a proxy has passed on.
     *
     * @param toBackend messages from the frontend to the backend
     * @param toBackendBytes the bytes of their frames
     * @param toFrontend messages from the backend to the frontend
     * @param toFrontendBytes the bytes of their frames
     */
    public record Statistics(long toBackend, long toBackendBytes, long toFrontend, long toFrontendBytes) {}

    /** One direction. */
    private static final class Way {
        final ZmqSocket from;
        final ZmqSocket to;
        final boolean possible;
        final AtomicLong messages = new AtomicLong();
        final AtomicLong bytes = new AtomicLong();

        @Nullable
        Msg held;

        Way(ZmqSocket from, ZmqSocket to) {
            this.from = from;
            this.to = to;
            this.possible = from.type().canReceive() && to.type().canSend();
        }
    }

    private final Way forth;
    private final Way back;
    private final @Nullable ZmqSocket capture;
    private final ZmqSocket control;
    private final ZmqSocket controlled;
    private final Poller poller;
    private final Thread thread;
    private volatile boolean paused;
    private volatile boolean closed;

    private Proxy(ZmqContext context, ZmqSocket frontend, ZmqSocket backend, @Nullable ZmqSocket capture) {
        this.forth = new Way(frontend, backend);
        this.back = new Way(backend, frontend);
        if (!forth.possible && !back.possible) {
            throw new IllegalArgumentException("nothing can pass between a frontend of type " + frontend.type()
                    + " and a backend of type " + backend.type());
        }
        this.capture = capture;
        String name = "inproc://zmq4j-proxy-" + NUMBERS.incrementAndGet();
        this.control = context.socket(SocketType.PAIR);
        this.controlled = context.socket(SocketType.PAIR);
        controlled.bind(name);
        control.connect(name);
        this.poller = context.poller();
        this.thread = new Thread(this::run, context.config().threadNamePrefix() + "-proxy");
        thread.setDaemon(true);
    }

    public static Proxy start(ZmqContext context, ZmqSocket frontend, ZmqSocket backend) {
        return start(context, frontend, backend, null);
    }

    /**
     * Starts a proxy.
     *
     * @param capture is sent a copy of every message, if it has room for it
     */
    public static Proxy start(ZmqContext context, ZmqSocket frontend, ZmqSocket backend, @Nullable ZmqSocket capture) {
        Proxy proxy = new Proxy(context, frontend, backend, capture);
        proxy.thread.start();
        return proxy;
    }

    private void run() {
        try {
            while (!closed) {
                drainControl();
                boolean moved = !paused && (pass(forth) | pass(back));
                if (!moved && !closed) {
                    await();
                }
            }
        } catch (SocketClosedException e) {
            // a proxy lives no longer than its sockets
            closed = true;
        } finally {
            release(forth);
            release(back);
            poller.close();
            control.close();
            controlled.close();
        }
    }

    /** One last try for a message that was taken already. */
    private static void release(Way way) {
        Msg msg = way.held;
        if (msg != null && !way.to.isClosed()) {
            try {
                way.to.trySend(msg);
            } catch (SocketClosedException e) {
                // closed in between; the message shares the fate of what that socket had queued
            }
        }
    }

    private void drainControl() {
        Msg order;
        do {
            order = controlled.tryReceive();
        } while (order != null);
    }

    private boolean pass(Way way) {
        if (!way.possible) {
            return false;
        }
        int count = 0;
        while (count < BURST && !paused) {
            Msg msg = way.held == null ? way.from.tryReceive() : way.held;
            if (msg == null) {
                break;
            }
            if (!way.to.trySend(msg)) {
                way.held = msg;
                break;
            }
            way.held = null;
            count++;
            way.messages.incrementAndGet();
            way.bytes.addAndGet(msg.byteCount());
            if (capture != null) {
                capture.trySend(msg);
            }
        }
        return count > 0;
    }

    private void await() {
        poller.add(controlled, Interest.READABLE);
        watch(forth.from, forth, back);
        watch(forth.to, back, forth);
        poller.poll(Duration.ofSeconds(-1));
    }

    /** Waits for input of a socket unless its way is stuck, and for room in it if the other way is. */
    private void watch(ZmqSocket socket, Way out, Way in) {
        boolean readable = !paused && out.possible && out.held == null;
        boolean writable = !paused && in.held != null;
        if (readable && writable) {
            poller.add(socket, Interest.READABLE, Interest.WRITABLE);
        } else if (readable || writable) {
            poller.add(socket, readable ? Interest.READABLE : Interest.WRITABLE);
        } else {
            poller.remove(socket);
        }
    }

    /** Stops passing messages; they wait in their queues. */
    public void pause() {
        paused = true;
        wake();
    }

    public void resume() {
        paused = false;
        wake();
    }

    private void wake() {
        if (!closed) {
            control.trySend(Msg.of(new byte[0]));
        }
    }

    public Statistics statistics() {
        return new Statistics(forth.messages.get(), forth.bytes.get(), back.messages.get(), back.bytes.get());
    }

    /** Whether it passes messages on, or is paused; false once it was closed, or one of its sockets or the context was. */
    public boolean isRunning() {
        return thread.isAlive() && !closed;
    }

    /** Ends the proxy and waits for its thread, 5 s at most. Idempotent. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            poller.close();
        }
        if (Thread.currentThread() == thread) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
