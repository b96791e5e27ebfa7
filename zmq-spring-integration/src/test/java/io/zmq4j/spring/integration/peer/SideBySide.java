package io.zmq4j.spring.integration.peer;

import io.zmq4j.spring.integration.TestFlows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.integration.zeromq.outbound.ZeroMqMessageHandler;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/**
 * An application with our adapters, and beside it those of spring-integration-zeromq. These are no beans, as their
 * destruction may wait for ever, and they bind: a JeroMQ 0.6.0 that connects now and then never answers a greeting that
 * comes at once.
 */
final class SideBySide implements AutoCloseable {

    /** It polls; this is how often, where a test is not about that. */
    static final Duration OFTEN = Duration.ofMillis(5);

    private static final Duration SOON = Duration.ofSeconds(10);

    final ZContext jeromq = new ZContext();
    final TestFlows flows = new TestFlows();
    private final List<Runnable> stops = new ArrayList<>();

    SideBySide() {
        jeromq.setLinger(0);
    }

    /** Its inbound adapter, not started. */
    ZeroMqMessageProducer inbound(SocketType type, int port) {
        ZeroMqMessageProducer theirs = new ZeroMqMessageProducer(jeromq, type);
        theirs.setBindPort(port);
        theirs.setConsumeDelay(OFTEN);
        return theirs;
    }

    /** Starts its inbound adapter. */
    void start(ZeroMqMessageProducer theirs, Consumer<Message<?>> handler) {
        DirectChannel output = new DirectChannel();
        output.setBeanName("output of theirs");
        output.setBeanFactory(flows.application.getBeanFactory());
        output.subscribe(handler::accept);
        theirs.setOutputChannel(output);
        theirs.setBeanFactory(flows.application.getBeanFactory());
        theirs.afterPropertiesSet();
        stops.add(theirs::stop);
        theirs.start();
    }

    /** Its outbound adapter, not started. */
    ZeroMqMessageHandler outbound(SocketType type, int port) {
        return new ZeroMqMessageHandler(jeromq, port, type);
    }

    /** Starts its outbound adapter. */
    void start(ZeroMqMessageHandler theirs) {
        theirs.setBeanFactory(flows.application.getBeanFactory());
        theirs.afterPropertiesSet();
        stops.add(theirs::stop);
        theirs.start();
    }

    static void send(ZeroMqMessageHandler theirs, Message<?> message) {
        theirs.handleMessage(message).block(SOON);
    }

    /** Sends to a channel of the application. */
    void send(String channel, Message<?> message) {
        flows.application.getBean(channel, MessageChannel.class).send(message);
    }

    @Override
    public void close() {
        flows.close();
        stops.forEach(Runnable::run);
        jeromq.close();
    }
}
