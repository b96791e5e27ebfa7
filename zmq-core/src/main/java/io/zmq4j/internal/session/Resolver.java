package io.zmq4j.internal.session;

import io.zmq4j.SocketConfig;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.transport.Endpoint;
import io.zmq4j.internal.transport.Route;
import io.zmq4j.internal.transport.Transports;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Asks DNS, which may take seconds, on threads of its own that end when idle. Several, so that one slow name does not hold up
 * the others.
 */
public final class Resolver implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;

    /** What an attempt to resolve came to; called by the runner of the reactor. */
    interface Callback {
        void onResolved(List<Route> routes);

        void onUnresolved(String reason);
    }

    public Resolver(ThreadFactory factory) {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Answers at once if nobody needs to be asked, else later. Called by the runner of the reactor. */
    void resolve(Endpoint endpoint, SocketConfig.Tcp config, Reactor reactor, Callback callback) {
        if (Transports.resolvesAtOnce(endpoint)) {
            ask(endpoint, config).execute(callback);
            return;
        }
        try {
            threads.execute(() -> {
                Answer answer = ask(endpoint, config);
                reactor.mailbox().send(new Connector.Resolved(callback, answer));
            });
        } catch (RejectedExecutionException e) {
            callback.onUnresolved("the context is closed");
        }
    }

    private static Answer ask(Endpoint endpoint, SocketConfig.Tcp config) {
        try {
            return new Answer(Transports.resolve(endpoint, config), "");
        } catch (UnknownHostException e) {
            return new Answer(List.of(), "cannot resolve '" + endpoint.host() + "': " + e.getMessage());
        } catch (RuntimeException e) {
            return new Answer(List.of(), "cannot resolve '" + endpoint.host() + "': " + e);
        }
    }

    /** The ways to an endpoint, or why there are none. */
    record Answer(List<Route> routes, String failure) {
        void execute(Callback callback) {
            if (routes.isEmpty()) {
                callback.onUnresolved(failure);
            } else {
                callback.onResolved(routes);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
