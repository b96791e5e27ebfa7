package io.zmq4j.spring.request;

import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketConfig;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqReplyTimeoutException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.messaging.Message;

/**
 * Many requests at once over a DEALER. On the wire each is {@code [id, 8 bytes][empty][body...]}: a REP peer gives
 * everything up to the empty frame back with its reply, so the id returns without the peer knowing of it. One thread
 * reads the replies; it runs no code of the application.
 */
final class DealerRequester implements Requester {

    private static final byte[] DELIMITER = new byte[0];
    private static final long CLOSE_MILLIS = 1_000;

    /** The sockets whose replies one of these reads: a second reader would take replies that the first waits for. */
    private static final Set<ZmqSocket> READ = ConcurrentHashMap.newKeySet();

    private final String name;
    private final ZmqSocket socket;
    private final int maxPending;
    private final Executor executor;
    private final Map<Long, CompletableFuture<Msg>> pending = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong(ThreadLocalRandom.current().nextLong());
    private final LongAdder late;
    private final Thread reader;
    private volatile boolean closed;

    DealerRequester(String name, ZmqSocket socket, int maxPending, Executor executor, LongAdder late) {
        if (!READ.add(socket)) {
            throw new ZmqMessagingException("socket '" + name + "' (DEALER) has a reader of its replies already,"
                    + " allowed: requests of one template or outbound gateway; declare a socket for each");
        }
        this.name = name;
        this.socket = socket;
        this.maxPending = maxPending;
        this.executor = executor;
        this.late = late;
        reader = new Thread(this::readReplies, "zmq-replies-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public boolean isUsable() {
        return !closed && !socket.isClosed();
    }

    @Override
    public Msg request(Msg body, Message<?> message, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        long id = lastId.incrementAndGet();
        CompletableFuture<Msg> reply = register(id, message);
        try {
            Duration sendTimeout = deadline.atMost(socket.config().sendTimeout());
            if (!socket.send(envelope(id, body), sendTimeout)) {
                throw new ZmqSendTimeoutException(message, name, sendTimeout);
            }
            return reply.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ZmqReplyTimeoutException(message, name, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZmqMessagingException(message, "socket '" + name + "': interrupted while waiting for a reply", e);
        } catch (ExecutionException e) {
            throw failed(message, e.getCause() == null ? e : e.getCause());
        } finally {
            pending.remove(id);
        }
    }

    @Override
    public CompletableFuture<Msg> requestAsync(Msg body, Message<?> message, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        long id = lastId.incrementAndGet();
        CompletableFuture<Msg> reply = register(id, message);
        reply.orTimeout(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        Msg request = envelope(id, body);
        try {
            if (!socket.trySend(request)) {
                executor.execute(() -> sendWaiting(request, reply, message, deadline));
            }
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
        }
        return reply.handle((msg, failure) -> {
            // before the caller's future completes: who sees the result no longer counts as waiting for it
            pending.remove(id);
            if (failure == null) {
                return msg;
            }
            if (failure instanceof TimeoutException) {
                throw new ZmqReplyTimeoutException(message, name, timeout);
            }
            throw failed(message, failure);
        });
    }

    private static ZmqMessagingException failed(Message<?> message, Throwable failure) {
        return failure instanceof ZmqMessagingException known
                ? known
                : new ZmqMessagingException(message, String.valueOf(failure.getMessage()), failure);
    }

    private void sendWaiting(Msg request, CompletableFuture<Msg> reply, Message<?> message, Deadline deadline) {
        Duration sendTimeout = deadline.atMost(socket.config().sendTimeout());
        try {
            if (!reply.isDone() && !socket.send(request, sendTimeout)) {
                reply.completeExceptionally(new ZmqSendTimeoutException(message, name, sendTimeout));
            }
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
        }
    }

    private CompletableFuture<Msg> register(long id, Message<?> message) {
        if (pending.size() >= maxPending) {
            throw new ZmqMessagingException(
                    message,
                    "socket '" + name + "' has " + pending.size() + " requests without a reply, allowed: at most "
                            + maxPending + " (max-pending-requests)",
                    null);
        }
        CompletableFuture<Msg> reply = new CompletableFuture<>();
        pending.put(id, reply);
        // after the put: close() completes what it finds, and sets the flag before it looks
        if (closed) {
            pending.remove(id);
            throw closedException();
        }
        return reply;
    }

    private void readReplies() {
        try {
            while (!closed) {
                Msg msg = socket.receive(SocketConfig.FOREVER);
                if (msg != null) {
                    onReply(msg);
                }
            }
        } catch (SocketClosedException | ZmqInterruptedException e) {
            // the usual end: the socket was closed, or this requester
        } catch (ZmqException e) {
            System.getLogger(DealerRequester.class.getName())
                    .log(System.Logger.Level.ERROR, "socket ''{0}'': replies can no longer be read", name, e);
        } finally {
            READ.remove(socket);
            endPending();
        }
    }

    private void onReply(Msg msg) {
        boolean enveloped = msg.size() > 2 && msg.length(0) == Long.BYTES && msg.length(1) == 0;
        CompletableFuture<Msg> reply = enveloped ? pending.remove(msg.buffer(0).getLong()) : null;
        if (reply == null || !reply.complete(msg.dropFirst().dropFirst())) {
            late.increment();
        }
    }

    private static Msg envelope(long id, Msg body) {
        return body.prepend(ByteBuffer.allocate(Long.BYTES).putLong(id).array(), DELIMITER);
    }

    @Override
    public int pending() {
        return pending.size();
    }

    @Override
    public void close() {
        closed = true;
        reader.interrupt();
        try {
            reader.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endPending() {
        closed = true;
        pending.values().forEach(reply -> reply.completeExceptionally(closedException()));
    }

    private ZmqMessagingException closedException() {
        return new ZmqMessagingException("socket '" + name + "' was closed before the reply came");
    }
}
