package io.zmq4j.spring.integration.inbound;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.integration.event.ZmqUnroutableEvent;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.springframework.core.log.LogAccessor;
import org.springframework.messaging.Message;

/**
 * Sends the replies of one gateway. One whose client has left, or takes none, is counted and published, and nobody else
 * notices. Thread-safe.
 */
final class ReplySender {

    private final Object gateway;
    private final String socketName;
    private final Consumer<ZmqUnroutableEvent> events;
    private final LogAccessor logger;
    private final LongAdder undelivered = new LongAdder();

    ReplySender(Object gateway, String socketName, Consumer<ZmqUnroutableEvent> events, LogAccessor logger) {
        this.gateway = gateway;
        this.socketName = socketName;
        this.events = events;
        this.logger = logger;
    }

    /** @param waits whether it may wait for room */
    void send(ZmqSocket to, Message<?> reply, Msg msg, boolean waits) {
        Duration timeout = waits ? timeout(to) : Duration.ZERO;
        try {
            if (!to.send(msg, timeout)) {
                onUndelivered(reply, new ZmqSendTimeoutException(reply, socketName, timeout));
            }
        } catch (ZmqException e) {
            onUndelivered(reply, e);
        }
    }

    private static Duration timeout(ZmqSocket socket) {
        Duration ofSocket = socket.config().sendTimeout();
        return ofSocket.equals(SocketConfig.FOREVER) ? ZmqInboundGateway.DEFAULT_SEND_TIMEOUT : ofSocket;
    }

    private void onUndelivered(Message<?> reply, RuntimeException cause) {
        undelivered.increment();
        try {
            events.accept(new ZmqUnroutableEvent(gateway, socketName, reply, cause));
        } catch (RuntimeException e) {
            logger.error(e, () -> "a listener of " + ZmqUnroutableEvent.class.getSimpleName() + " has failed");
        }
    }

    /** Replies that their clients did not get. */
    long undelivered() {
        return undelivered.sum();
    }
}
