package io.zmq4j;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Passes messages between two sockets, both ways where their types allow it, on a thread of its own: a queue (ROUTER to
 * DEALER), a forwarder (XSUB to XPUB) or a streamer (PULL to PUSH). Both may be the same socket, whose messages then go
 * from peer to peer. REQ and REP do not fit, as they take one message at a time.
 *
 * <p>Where the other side is full it waits: it holds one message and leaves the rest in their queue. That one is lost when
 * the proxy ends while the other side is still full. A message that the other side refuses, as its peer has gone, is dropped.
 *
 * <p>The sockets belong to the proxy while it runs and are not closed with it. It ends when it is closed, or when one of its
 * sockets or the context is. libzmq: {@code zmq_proxy_steerable}. Thread-safe.
 */
public final class Proxy implements AutoCloseable {

    /** Messages of one way in a row before the other one gets its turn. */
    private static final int BURST = 1000;

    private static final long CLOSE_MILLIS = 5_000;
    private static final AtomicLong NUMBERS = new AtomicLong();

    private static final Set<SocketType> ONE_BY_ONE = EnumSet.of(SocketType.REQ, SocketType.REP);

    private static final Set<SocketType> CAPTURES =
            EnumSet.of(SocketType.PUB, SocketType.XPUB, SocketType.PUSH, SocketType.PAIR, SocketType.DEALER);

    /**
     * What a proxy has passed on, as the eight numbers of libzmq's {@code STATISTICS}. What was received and not sent is
     * held, or was dropped as its peer had gone.
     *
     * @param toBackend messages sent by the backend
     * @param toBackendBytes the bytes of their frames
     * @param toFrontend messages sent by the frontend
     * @param toFrontendBytes the bytes of their frames
     * @param fromFrontend messages received by the frontend
     * @param fromFrontendBytes the bytes of their frames
     * @param fromBackend messages received by the backend
     * @param fromBackendBytes the bytes of their frames
     */
    public record Statistics(
            long toBackend,
            long toBackendBytes,
            long toFrontend,
            long toFrontendBytes,
            long fromFrontend,
            long fromFrontendBytes,
            long fromBackend,
            long fromBackendBytes) {}

    private final ProxyWay forth;
    private final ProxyWay back;
    private final @Nullable ZmqSocket capture;
    private final ZmqSocket control;
    private final ZmqSocket controlled;
    private final Poller poller;
    private final Thread thread;
    private volatile boolean paused;
    private volatile boolean closed;

    private Proxy(ZmqContext context, ZmqSocket frontend, ZmqSocket backend, @Nullable ZmqSocket capture) {
        this.forth = new ProxyWay(frontend, backend, true);
        this.back = new ProxyWay(backend, frontend, backend != frontend);
        requireFitting(frontend, backend, capture);
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

    private void requireFitting(ZmqSocket frontend, ZmqSocket backend, @Nullable ZmqSocket copies) {
        boolean oneByOne = ONE_BY_ONE.contains(frontend.type()) || ONE_BY_ONE.contains(backend.type());
        if (oneByOne || !forth.isPossible() && !back.isPossible()) {
            throw new IllegalArgumentException("nothing can pass between a frontend of type " + frontend.type()
                    + " and a backend of type " + backend.type()
                    + (oneByOne ? ", allowed: ROUTER and DEALER in the place of REP and REQ" : ""));
        }
        if (copies != null && (copies == frontend || copies == backend || !CAPTURES.contains(copies.type()))) {
            throw new IllegalArgumentException("the capture is "
                    + (CAPTURES.contains(copies.type()) ? "the frontend or the backend" : "of type " + copies.type())
                    + ", allowed: another socket of the types " + CAPTURES);
        }
    }

    /** Starts a proxy without a capture. */
    public static Proxy start(ZmqContext context, ZmqSocket frontend, ZmqSocket backend) {
        return start(context, frontend, backend, null);
    }

    /**
     * Starts a proxy.
     *
     * @param capture is sent a copy of every message of both ways, if it has room for it; PUB, XPUB, PUSH, PAIR or DEALER
     * @throws IllegalArgumentException when the types of the sockets do not fit
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
                requireOpen(forth.from);
                requireOpen(forth.to);
                if (capture != null) {
                    requireOpen(capture);
                }
            }
        } catch (SocketClosedException e) {
            // a proxy lives no longer than its sockets
            closed = true;
        } finally {
            closed = true;
            forth.release();
            back.release();
            poller.close();
            control.close();
            controlled.close();
        }
    }

    private static void requireOpen(ZmqSocket socket) {
        if (socket.isClosed()) {
            throw new SocketClosedException("this " + socket.type() + " socket of a proxy is closed");
        }
    }

    private void drainControl() {
        Msg order;
        do {
            order = controlled.tryReceive();
        } while (order != null);
    }

    private boolean pass(ProxyWay way) {
        int count = 0;
        while (count < BURST && !paused && !closed && way.pass(capture)) {
            count++;
        }
        return count > 0;
    }

    private void await() {
        poller.add(controlled, Interest.READABLE);
        watch(forth.from);
        if (forth.to != forth.from) {
            watch(forth.to);
        }
        if (capture != null) {
            poller.add(capture); // for its close
        }
        poller.poll(Duration.ofSeconds(-1));
    }

    /** Waits for input of a socket unless its way is stuck, for room in it if a way to it is, and for its close. */
    private void watch(ZmqSocket socket) {
        Set<Interest> interests = EnumSet.noneOf(Interest.class);
        for (ProxyWay way : List.of(forth, back)) {
            if (!paused && way.waitsForInputOf(socket)) {
                interests.add(Interest.READABLE);
            }
            if (!paused && way.waitsForRoomIn(socket)) {
                interests.add(Interest.WRITABLE);
            }
        }
        poller.add(socket, interests.toArray(new Interest[0]));
    }

    /** Stops passing messages; they wait in their queues, or with their senders where a queue is full. libzmq: PAUSE. */
    public void pause() {
        paused = true;
        wake();
    }

    /** Goes on after {@link #pause}. libzmq: RESUME. */
    public void resume() {
        paused = false;
        wake();
    }

    private void wake() {
        if (!closed) {
            try {
                control.trySend(Msg.of(new byte[0]));
            } catch (SocketClosedException e) {
                // it has just ended, and looks at nothing any more
                closed = true;
            }
        }
    }

    /** What it has passed on so far; messages of which only a part is counted yet may be under way. libzmq: STATISTICS. */
    public Statistics statistics() {
        return new Statistics(
                forth.sent.get(),
                forth.sentBytes.get(),
                back.sent.get(),
                back.sentBytes.get(),
                forth.received.get(),
                forth.receivedBytes.get(),
                back.received.get(),
                back.receivedBytes.get());
    }

    /** Whether it passes messages on, or is paused; false once it was closed, or one of its sockets or the context was. */
    public boolean isRunning() {
        return thread.isAlive() && !closed;
    }

    /** Ends the proxy and waits for its thread, 5 s at most. Idempotent. libzmq: TERMINATE. */
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
