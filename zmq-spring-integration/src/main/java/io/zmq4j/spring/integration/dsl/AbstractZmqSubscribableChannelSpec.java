package io.zmq4j.spring.integration.dsl;

import io.zmq4j.spring.integration.channel.AbstractZmqSubscribableChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.springframework.util.ErrorHandler;

/**
 * Builds a channel that gives its messages to subscribers.
 *
 * @param <S> the type of the spec
 * @param <C> the type of the channel
 */
public abstract class AbstractZmqSubscribableChannelSpec<
                S extends AbstractZmqSubscribableChannelSpec<S, C>, C extends AbstractZmqSubscribableChannel>
        extends AbstractZmqChannelSpec<S, C> {

    AbstractZmqSubscribableChannelSpec(C channel, ChannelSockets sockets) {
        super(channel, sockets);
    }

    /** How many threads receive and run subscribers; more than one gives up the order. */
    public S concurrency(int threads) {
        channel.setConcurrency(threads);
        return _this();
    }

    /** What runs the receiving threads, one task each from start to stop. */
    public S taskExecutor(Executor executor) {
        channel.setTaskExecutor(executor);
        return _this();
    }

    /** What is given what subscribers throw. */
    public S errorHandler(ErrorHandler handler) {
        channel.setErrorHandler(handler);
        return _this();
    }

    /** How long a stop waits for messages that are under way, and then for those that are being handled. */
    public S shutdownTimeout(Duration timeout) {
        channel.setShutdownTimeout(timeout);
        return _this();
    }

    /** How many may subscribe. */
    public abstract S maxSubscribers(int maxSubscribers);
}
