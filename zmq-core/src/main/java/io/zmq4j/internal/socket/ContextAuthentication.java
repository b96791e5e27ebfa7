package io.zmq4j.internal.socket;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticator.Decision;
import io.zmq4j.Authenticator.Request;
import io.zmq4j.internal.session.Authentication;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Asks the authenticator of the context, or who is bound to the name of ZAP, on threads that are there only while somebody
 * asks: deciding may take time, and io threads have none. Whatever goes wrong refuses the peer.
 */
final class ContextAuthentication implements Authentication, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Authenticator.class.getName());

    private static final int THREADS = 64;
    private static final int WAITING = 4_096;
    private static final long IDLE_SECONDS = 10;
    private static final int INTERNAL_ERROR = 500;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Ctx ctx;
    private final ThreadPoolExecutor threads;
    private final AtomicLong toldAt = new AtomicLong(System.nanoTime() - PAUSE);

    ContextAuthentication(Ctx ctx) {
        this.ctx = ctx;
        AtomicInteger number = new AtomicInteger();
        String name = ctx.config().threadNamePrefix() + "-auth-";
        threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                task -> ctx.named(task, name + number.getAndIncrement()));
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public boolean hasAuthenticator() {
        return ctx.config().authenticator() != null;
    }

    @Override
    public void decide(Request request, boolean required, Duration limit, Consumer<Decision> answer) {
        Authenticator authenticator = ctx.config().authenticator();
        boolean somebody = authenticator != null || ctx.inproc().isBound(ZapDialog.ENDPOINT);
        if (!somebody) {
            answer.accept(required ? failed("nobody is there to decide on peers") : Decision.accept(""));
            return;
        }
        long end = System.nanoTime() + (limit.isZero() ? Deadline.FOREVER : Deadline.nanos(limit));
        try {
            threads.execute(() -> judge(request, end, answer));
        } catch (RejectedExecutionException e) {
            answer.accept(Decision.rejectForNow("too many peers wait for a decision"));
        }
    }

    /** Not when the handshake is over, which says so itself: who does not answer some would keep the others waiting. */
    private void judge(Request request, long end, Consumer<Decision> answer) {
        long left = end - System.nanoTime();
        if (left <= 0) {
            return;
        }
        Authenticator authenticator = ctx.config().authenticator();
        Decision decision = ask(authenticator != null ? authenticator : new ZapDialog(ctx, left), request);
        if (end - System.nanoTime() > 0) {
            answer.accept(decision);
        }
    }

    private Decision ask(Authenticator authenticator, Request request) {
        try {
            Decision decision = authenticator.authenticate(request);
            return decision == null ? failed("the authenticator has decided nothing") : decision;
        } catch (Throwable e) {
            // an Error too: nobody else answers, and the peer would wait for its handshake to time out
            tell(request, e);
            return failed(String.valueOf(e.getMessage()));
        }
    }

    /** Once a second at most, as peers can cause it at any rate. */
    private void tell(Request request, Throwable cause) {
        long now = System.nanoTime();
        long last = toldAt.get();
        if (now - last >= PAUSE && toldAt.compareAndSet(last, now)) {
            LOG.log(System.Logger.Level.WARNING, "no decision on " + request + ", which is refused: " + cause);
        }
    }

    private static Decision failed(String reason) {
        return new Decision(INTERNAL_ERROR, reason, "", Map.of());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
