package io.zmq4j.spring.integration.bench;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import io.zmq4j.spring.integration.outbound.ZmqMessageHandler;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.integration.channel.NullChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;

/** The adapters of this library. */
final class Ours implements Side {

    private static final String ANY = "tcp://127.0.0.1:*";

    private final ZmqContext zmq = ZmqContext.create();
    private final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

    Ours(MessageHandler counted, MessageHandler timed) {
        application.register(IntegrationConfig.class);
        application.registerBean("countedFlow", IntegrationFlow.class, () -> inbound("counted", counted));
        application.registerBean("timedFlow", IntegrationFlow.class, () -> inbound("timed", timed));
        application.registerBean("sendingFlow", IntegrationFlow.class, () -> IntegrationFlow.from("sending")
                .handle(Zmq.outboundChannelAdapter(zmq, SocketType.PUSH).bind(ANY))
                .get());
        application.refresh();
    }

    private IntegrationFlow inbound(String id, MessageHandler handler) {
        return IntegrationFlow.from(Zmq.inboundChannelAdapter(zmq, SocketType.PULL)
                        .bind(ANY)
                        .id(id))
                .handle(handler)
                .get();
    }

    @Override
    public int countedPort() {
        return application.getBean("counted", ZmqMessageProducer.class).getBoundPort();
    }

    @Override
    public int timedPort() {
        return application.getBean("timed", ZmqMessageProducer.class).getBoundPort();
    }

    @Override
    public int sendingPort() {
        return application.getBean(ZmqMessageHandler.class).getBoundPort();
    }

    @Override
    public MessageChannel sending() {
        return application.getBean("sending", MessageChannel.class);
    }

    private static ZmqSocketSpec spec(SocketType type) {
        return ZmqSocketSpec.builder("started", type).bind(ANY).build();
    }

    @Override
    public Startable inbound() {
        ZmqMessageProducer adapter = new ZmqMessageProducer(zmq, spec(SocketType.PULL));
        adapter.setOutputChannel(new NullChannel());
        adapter.setBeanFactory(application.getBeanFactory());
        adapter.afterPropertiesSet();
        return new Startable() {
            @Override
            public int start() {
                adapter.start();
                return adapter.getBoundPort();
            }

            @Override
            public void stop() {
                adapter.stop();
            }
        };
    }

    @Override
    public Startable outbound() {
        ZmqMessageHandler adapter = new ZmqMessageHandler(zmq, spec(SocketType.PUSH));
        adapter.setBeanFactory(application.getBeanFactory());
        adapter.afterPropertiesSet();
        return new Startable() {
            @Override
            public int start() {
                adapter.start();
                return adapter.getBoundPort();
            }

            @Override
            public void stop() {
                adapter.stop();
            }
        };
    }
}
