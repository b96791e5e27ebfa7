package io.zmq4j.spring.integration.channel;

import io.zmq4j.spring.MsgMapper;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.Lifecycle;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/**
 * What every channel here has, whatever takes its messages: settings, which are made before it is initialized, a
 * transport, sending, and its start and stop together with those of its receiving part. Thread-safe after that.
 */
final class ChannelCore {

    private enum State {
        NEW,
        RUNNING,
        STOPPED
    }

    private final ReentrantLock lifecycleLock = new ReentrantLock();
    // -- settings --
    ZmqChannelTransport transport;
    MsgMapper mapper = new MsgMapper();
    ParameterizedTypeReference<?> payloadType = ParameterizedTypeReference.forType(Object.class);
    Duration sendTimeout = ZmqMessageChannel.DEFAULT_SEND_TIMEOUT;
    int phase = ZmqMessageChannel.DEFAULT_PHASE;
    boolean autoStartup = true;
    // -- written under the lifecycle lock, read by anyone --
    private volatile State state = State.NEW;

    ChannelCore(ZmqChannelTransport transport) {
        this.transport = transport;
    }

    /** @return whether it was taken within this time; see {@link ZmqChannelTransport#send} */
    boolean send(Object channel, Message<?> message, long millis) {
        if (state == State.STOPPED) {
            throw new MessageDeliveryException(message, channel + " is stopped");
        }
        return transport.send(channel, message, mapper, millis, sendTimeout);
    }

    /** Starts the receiving part, if any, and opens the transport; both or none. */
    void start(@Nullable Lifecycle receiver) {
        lifecycleLock.lock();
        try {
            if (isRunning(receiver)) {
                return;
            }
            if (receiver != null) {
                if (receiver.isRunning()) {
                    // one that could not be stopped
                    receiver.stop();
                }
                receiver.start();
            }
            try {
                transport.open();
            } catch (RuntimeException e) {
                if (receiver != null) {
                    receiver.stop();
                }
                throw e;
            }
            state = State.RUNNING;
        } finally {
            lifecycleLock.unlock();
        }
    }

    /**
     * Takes no more messages from senders, stops the receiving part, if any, and closes what is the channel's own.
     *
     * @param drain is called in between where the channel was running
     */
    void stop(@Nullable Lifecycle receiver, Runnable drain) {
        lifecycleLock.lock();
        try {
            boolean wasRunning = isRunning(receiver);
            state = State.STOPPED;
            if (wasRunning) {
                drain.run();
            }
            if (receiver != null) {
                receiver.stop();
            }
            transport.release();
        } finally {
            lifecycleLock.unlock();
        }
    }

    boolean isRunning(@Nullable Lifecycle receiver) {
        return state == State.RUNNING && (receiver == null || receiver.isRunning());
    }
}
