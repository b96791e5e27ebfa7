package io.zmq4j.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import io.zmq4j.spring.integration.outbound.ZmqMessageHandler;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.annotation.Transformer;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.ClassUtils;

/** An application of Spring alone, configured by annotations: adapters are beans, and methods handle messages. */
@Timeout(30)
class PlainSpringTest {

    record Order(String id, int count) {}

    /** What the sockets are, and where. */
    record Ends(SocketType out, SocketType in, String endpoint) {}

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Application {

        private final BlockingQueue<Message<?>> handled = new LinkedBlockingQueue<>();

        @Bean
        ZmqContext zmqContext() {
            return ZmqContext.create();
        }

        @Bean
        DefaultZmqSockets zmqSockets(ZmqContext context, Ends ends) {
            return new DefaultZmqSockets(
                    context,
                    List.of(
                            ZmqSocketSpec.builder("in", ends.in())
                                    .bind(ends.endpoint())
                                    .subscribe(subscriptions(ends.in()))
                                    .build(),
                            ZmqSocketSpec.builder("out", ends.out())
                                    .connect(ends.endpoint())
                                    .build()));
        }

        private static String[] subscriptions(SocketType type) {
            return type == SocketType.SUB || type == SocketType.XSUB || type == SocketType.DISH
                    ? new String[] {"EUR"}
                    : new String[0];
        }

        @Bean
        ZmqMessageProducer orders(ZmqSockets sockets) {
            ZmqMessageProducer adapter = new ZmqMessageProducer(sockets, "in");
            adapter.setPayloadType(Order.class);
            adapter.setOutputChannelName("received");
            adapter.setErrorChannelName("failed");
            return adapter;
        }

        @Transformer(inputChannel = "received", outputChannel = "checked")
        Order check(Order order) {
            return new Order(order.id(), order.count() + 1);
        }

        @ServiceActivator(inputChannel = "checked")
        void handle(Message<Order> order) {
            handled.add(order);
        }

        @ServiceActivator(inputChannel = "failed")
        void fail(Message<?> error) {
            handled.add(error);
        }

        @Bean
        @ServiceActivator(inputChannel = "outbound")
        ZmqMessageHandler sender(ZmqSockets sockets) {
            return new ZmqMessageHandler(sockets, "out");
        }
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                        List.of(SocketType.PUSH, SocketType.PULL),
                        List.of(SocketType.PUB, SocketType.SUB),
                        List.of(SocketType.XPUB, SocketType.XSUB),
                        List.of(SocketType.DEALER, SocketType.DEALER),
                        List.of(SocketType.DEALER, SocketType.ROUTER),
                        List.of(SocketType.PAIR, SocketType.PAIR),
                        List.of(SocketType.SCATTER, SocketType.GATHER),
                        List.of(SocketType.RADIO, SocketType.DISH),
                        List.of(SocketType.CLIENT, SocketType.SERVER),
                        List.of(SocketType.CHANNEL, SocketType.CHANNEL))
                .flatMap(types -> Stream.of(TestPorts.freeEndpoint(), "inproc://plain")
                        .map(endpoint -> Arguments.of(new Ends(types.get(0), types.get(1), endpoint))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void shouldRunFlowsOfAnnotatedMethods(Ends ends) throws InterruptedException {
        try (AnnotationConfigApplicationContext application = start(ends)) {
            MessageChannel outbound = application.getBean("outbound", MessageChannel.class);
            BlockingQueue<Message<?>> handled = application.getBean(Application.class).handled;

            Message<?> message = null;
            // those that publish drop what nobody has subscribed to yet
            for (int i = 0; i < 100 && message == null; i++) {
                outbound.send(MessageBuilder.withPayload(new Order("a", 1))
                        .setHeader(ZmqHeaders.TOPIC, "EUR")
                        .setHeader(ZmqHeaders.GROUP, "EUR")
                        .build());
                message = handled.poll(isLossy(ends.out()) ? 50 : 10_000, TimeUnit.MILLISECONDS);
            }

            assertThat(message).isNotNull();
            assertThat(message.getPayload()).isEqualTo(new Order("a", 2));
            assertThat(message.getHeaders()).containsEntry(ZmqHeaders.SOCKET_TYPE, ends.in());
        }
    }

    private static boolean isLossy(SocketType type) {
        return type == SocketType.PUB || type == SocketType.XPUB || type == SocketType.RADIO;
    }

    private static AnnotationConfigApplicationContext start(Ends ends) {
        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
        application.registerBean(Ends.class, () -> ends);
        application.register(Application.class);
        application.refresh();
        return application;
    }

    @Test
    void shouldRestartAndLeaveNoThreadBehind() throws InterruptedException {
        Set<Thread> before = Set.copyOf(Thread.getAllStackTraces().keySet());
        try (AnnotationConfigApplicationContext application =
                start(new Ends(SocketType.PUSH, SocketType.PULL, TestPorts.freeEndpoint()))) {
            application.stop();
            application.start();
            application
                    .getBean("outbound", MessageChannel.class)
                    .send(MessageBuilder.withPayload(new Order("a", 1)).build());
            Message<?> message = application.getBean(Application.class).handled.poll(10, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            assertThat(message.getPayload()).isEqualTo(new Order("a", 2));
        }
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(
                        thread -> !before.contains(thread) && !thread.getName().startsWith("awaitility"))
                .isEmpty());
    }

    @Test
    void shouldSendPoisonToTheErrorChannelByName() throws InterruptedException {
        try (AnnotationConfigApplicationContext application =
                start(new Ends(SocketType.PUSH, SocketType.PULL, "inproc://plain"))) {
            application
                    .getBean("outbound", MessageChannel.class)
                    .send(MessageBuilder.withPayload("poison").build());

            Message<?> error = application.getBean(Application.class).handled.poll(10, TimeUnit.SECONDS);
            assertThat(error).isNotNull();
            assertThat(error.getPayload()).asString().contains("cannot be converted");
        }
    }

    @Test
    void shouldHaveNoBootOnTheClassPath() {
        assertThat(List.of(
                        "org.springframework.boot.SpringApplication",
                        "org.springframework.boot.autoconfigure.EnableAutoConfiguration"))
                .noneMatch(name -> ClassUtils.isPresent(name, getClass().getClassLoader()));
    }
}
