package io.zmq4j.internal.socket;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticator.Decision;
import io.zmq4j.Authenticator.Request;
import io.zmq4j.internal.session.Authentication;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Asks the authenticator of the context, or who is bound to the name of ZAP, on threads that are there only while somebody
 * asks: deciding may take time, and io threads have none. Whatever goes wrong refuses the peer.
 */
final class ContextAuthentication implements Authentication, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Authenticator.class.getName());

    private static final int THREADS = 16;
    private static final int WAITING = 4_096;
    private static final long IDLE_SECONDS = 10;
    private static final int INTERNAL_ERROR = 500;

    private final Ctx ctx;
    private final ThreadPoolExecutor threads;

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
    public void decide(Request request, boolean required, Consumer<Decision> answer) {
        Authenticator authenticator = ctx.config().authenticator();
        boolean somebody = authenticator != null || ctx.inproc().isBound(ZapDialog.ENDPOINT);
        if (!somebody) {
            answer.accept(required ? failed("nobody is there to decide on peers") : Decision.accept(""));
            return;
        }
        Authenticator asked = authenticator != null ? authenticator : new ZapDialog(ctx);
        try {
            threads.execute(() -> answer.accept(ask(asked, request)));
        } catch (RejectedExecutionException e) {
            answer.accept(Decision.rejectForNow("too many peers wait for a decision"));
        }
    }

    private static Decision ask(Authenticator authenticator, Request request) {
        try {
            Decision decision = authenticator.authenticate(request);
            return decision == null ? failed("the authenticator has decided nothing") : decision;
        } catch (Throwable e) {
            // an Error too: nobody else answers, and the peer would wait for its handshake to time out
            LOG.log(System.Logger.Level.WARNING, "no decision on " + request + ", which is refused: " + e);
            return failed(String.valueOf(e.getMessage()));
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
