package io.zmq4j.spring.request;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqReplyTimeoutException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSockets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.messaging.Message;

/**
 * One request after another over a REQ or CLIENT. Without a reply in time a REQ refuses the next request, and a CLIENT
 * would take a late reply for the next one's, so the socket is closed; the next request opens a new one, and a late reply
 * finds nobody. What comes to a CLIENT while it waits for nothing is no reply either, and is counted as late.
 */
final class LockStepRequester implements Requester {

    private final String name;
    private final ZmqSockets sockets;
    private final Executor executor;
    private final LongAdder late;
    private final ReentrantLock turn = new ReentrantLock();
    private volatile boolean closed;

    LockStepRequester(String name, ZmqSockets sockets, Executor executor, LongAdder late) {
        this.name = name;
        this.sockets = sockets;
        this.executor = executor;
        this.late = late;
    }

    @Override
    public boolean isUsable() {
        return !closed;
    }

    @Override
    public Msg request(Msg body, Message<?> message, Duration timeout) {
        Deadline deadline = Deadline.after(timeout);
        try {
            if (!turn.tryLock(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw new ZmqReplyTimeoutException(message, name, timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZmqMessagingException(
                    message, "socket '" + name + "': interrupted while waiting for its turn", e);
        }
        try {
            return exchange(socket(message), body, message, timeout, deadline);
        } finally {
            turn.unlock();
        }
    }

    private ZmqSocket socket(Message<?> message) {
        if (closed) {
            throw closedException(message);
        }
        ZmqSocket socket = sockets.get(name);
        if (closed) {
            // a close since then may have closed the socket as well, which this has then opened again
            sockets.close(name);
            throw closedException(message);
        }
        return socket;
    }

    private ZmqMessagingException closedException(Message<?> message) {
        return new ZmqMessagingException(
                message, "socket '" + name + "' takes no requests any more: its requester was closed", null);
    }

    private Msg exchange(ZmqSocket socket, Msg body, Message<?> message, Duration timeout, Deadline deadline) {
        if (socket.type() == SocketType.CLIENT) {
            while (socket.tryReceive() != null) {
                late.increment();
            }
        }
        Duration sendTimeout = deadline.atMost(socket.config().sendTimeout());
        if (!socket.send(body, sendTimeout)) {
            throw new ZmqSendTimeoutException(message, name, sendTimeout);
        }
        boolean replied = false;
        try {
            Msg reply = socket.receive(deadline.left());
            if (reply == null) {
                throw new ZmqReplyTimeoutException(message, name, timeout);
            }
            replied = true;
            return reply;
        } finally {
            if (!replied) {
                sockets.close(name);
            }
        }
    }

    @Override
    public CompletableFuture<Msg> requestAsync(Msg body, Message<?> message, Duration timeout) {
        return CompletableFuture.supplyAsync(() -> request(body, message, timeout), executor);
    }

    @Override
    public int pending() {
        return turn.getQueueLength() + (turn.isLocked() ? 1 : 0);
    }

    @Override
    public void close() {
        // who waits for a reply is ended by the socket, who waits for its turn finds this
        closed = true;
    }
}
