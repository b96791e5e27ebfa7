package io.zmq4j.internal.engine;

import io.zmq4j.internal.reactor.Command;
import io.zmq4j.internal.reactor.Reactor;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * What takes time in the handshakes of one channel, which other threads do: to make the {@link SSLEngine}, and to run its tasks.
 * Meanwhile the channel leaves that alone.
 */
final class TlsTasks {

    private final Reactor reactor;
    private final Executor helpers;
    private final TlsChannel channel;
    private boolean busy;

    TlsTasks(Reactor reactor, Executor helpers, TlsChannel channel) {
        this.reactor = reactor;
        this.helpers = helpers;
        this.channel = channel;
    }

    /** A helper is done. */
    private record Done(TlsTasks target, @Nullable SSLEngine created, @Nullable IOException failure)
            implements Command {
        @Override
        public void execute() {
            target.onDone(created, failure);
        }
    }

    boolean areBusy() {
        return busy;
    }

    /**
     * Makes the engine and begins its handshake.
     *
     * @param factory is asked by a helper, and may fail
     */
    void begin(Supplier<SSLEngine> factory) throws IOException {
        help(() -> {
            SSLEngine created = null;
            IOException problem = new IOException("TLS: internal error");
            try {
                created = factory.get();
                created.beginHandshake();
                problem = null;
            } catch (IOException | RuntimeException e) {
                problem = new IOException("TLS: " + e.getMessage(), e);
            } finally {
                reactor.mailbox().send(new Done(this, created, problem));
            }
        });
    }

    /** Runs the engine's tasks. What fails is told by its next call. */
    void run(SSLEngine tls) throws IOException {
        help(() -> {
            try {
                Runnable task = tls.getDelegatedTask();
                while (task != null) {
                    task.run();
                    task = tls.getDelegatedTask();
                }
            } finally {
                reactor.mailbox().send(new Done(this, null, null));
            }
        });
    }

    private void help(Runnable task) throws IOException {
        busy = true;
        try {
            helpers.execute(task);
        } catch (RejectedExecutionException e) {
            busy = false;
            throw new IOException("TLS: too many handshakes are under way", e);
        }
    }

    private void onDone(@Nullable SSLEngine created, @Nullable IOException failure) {
        busy = false;
        channel.onHelped(created, failure);
    }
}
