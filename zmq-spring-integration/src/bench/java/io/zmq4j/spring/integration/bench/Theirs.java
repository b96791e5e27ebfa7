package io.zmq4j.spring.integration.bench;

import java.time.Duration;
import java.util.function.IntSupplier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.integration.channel.NullChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.zeromq.dsl.ZeroMq;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.integration.zeromq.outbound.ZeroMqMessageHandler;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/** The adapters of spring-integration-zeromq. */
final class Theirs implements Side {

    private final ZContext jeromq = new ZContext();
    private final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

    /** @param consumeDelay how long the inbound adapter sleeps that takes times when it finds nothing */
    Theirs(MessageHandler counted, MessageHandler timed, Duration consumeDelay) {
        jeromq.setLinger(0);
        application.register(IntegrationConfig.class);
        application.registerBean(
                "countedFlow",
                IntegrationFlow.class,
                () -> inbound("counted", counted, ZeroMqMessageProducer.DEFAULT_CONSUME_DELAY));
        application.registerBean("timedFlow", IntegrationFlow.class, () -> inbound("timed", timed, consumeDelay));
        application.registerBean("sendingFlow", IntegrationFlow.class, () -> IntegrationFlow.from("sending")
                .handle(ZeroMq.outboundChannelAdapter(jeromq, SocketType.PUSH))
                .get());
        application.refresh();
    }

    private IntegrationFlow inbound(String id, MessageHandler handler, Duration consumeDelay) {
        return IntegrationFlow.from(ZeroMq.inboundChannelAdapter(jeromq, SocketType.PULL)
                        .consumeDelay(consumeDelay)
                        .id(id))
                .handle(handler)
                .get();
    }

    /** Its adapters bind after their start has returned. */
    private static int bound(IntSupplier port) {
        while (port.getAsInt() == 0) {
            Thread.onSpinWait();
        }
        return port.getAsInt();
    }

    @Override
    public int countedPort() {
        return bound(application.getBean("counted", ZeroMqMessageProducer.class)::getBoundPort);
    }

    @Override
    public int timedPort() {
        return bound(application.getBean("timed", ZeroMqMessageProducer.class)::getBoundPort);
    }

    @Override
    public int sendingPort() {
        return bound(application.getBean(ZeroMqMessageHandler.class)::getBoundPort);
    }

    @Override
    public MessageChannel sending() {
        return application.getBean("sending", MessageChannel.class);
    }

    @Override
    public Startable inbound() {
        ZeroMqMessageProducer adapter = new ZeroMqMessageProducer(jeromq, SocketType.PULL);
        adapter.setOutputChannel(new NullChannel());
        adapter.setBeanFactory(application.getBeanFactory());
        adapter.afterPropertiesSet();
        return new Startable() {
            @Override
            public int start() {
                adapter.start();
                return bound(adapter::getBoundPort);
            }

            @Override
            public void stop() {
                adapter.stop();
            }
        };
    }

    @Override
    public Startable outbound() {
        ZeroMqMessageHandler adapter = new ZeroMqMessageHandler(jeromq, SocketType.PUSH);
        adapter.setBeanFactory(application.getBeanFactory());
        adapter.afterPropertiesSet();
        return new Startable() {
            @Override
            public int start() {
                adapter.start();
                return bound(adapter::getBoundPort);
            }

            /** A stop of it would keep the port. */
            @Override
            public void stop() {
                adapter.destroy();
            }
        };
    }
}
