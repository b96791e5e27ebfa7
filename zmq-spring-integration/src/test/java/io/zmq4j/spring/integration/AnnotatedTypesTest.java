package io.zmq4j.spring.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.inbound.ZmqInboundGateway;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import io.zmq4j.spring.integration.inbound.ZmqMessageSource;
import io.zmq4j.spring.integration.outbound.ZmqMessageHandler;
import io.zmq4j.spring.integration.outbound.ZmqOutboundGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.Filter;
import org.springframework.integration.annotation.InboundChannelAdapter;
import org.springframework.integration.annotation.Poller;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.annotation.Transformer;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/** Annotated beans and methods that answer, on the types that are addressed by message or ask and answer in turn. */
@Timeout(30)
class AnnotatedTypesTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** The socket of the service, and, where a gateway asks it, of the client. */
    record Ends(SocketType service, SocketType client, String endpoint) {}

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Sockets {

        @Bean
        ZmqContext zmqContext() {
            return ZmqContext.create();
        }

        @Bean
        DefaultZmqSockets zmqSockets(ZmqContext context, Ends ends) {
            return new DefaultZmqSockets(
                    context,
                    List.of(
                            ZmqSocketSpec.builder("service", ends.service())
                                    .bind(ends.endpoint())
                                    .build(),
                            ZmqSocketSpec.builder("client", ends.client())
                                    .connect(ends.endpoint())
                                    .build()));
        }
    }

    /** What both ways of receiving have in common. The headers say whom the answer goes to, but of datagrams the first frame. */
    @Configuration(proxyBeanMethods = false)
    static class Answers {

        /** A STREAM tells of each connection by an empty message. */
        @Filter(inputChannel = "received", outputChannel = "asked")
        boolean isRequest(Object payload) {
            return !(payload instanceof byte[] bytes) || bytes.length > 0;
        }

        @Transformer(inputChannel = "asked", outputChannel = "answered")
        Object answer(Object payload) {
            return payload instanceof List<?> frames
                    ? List.of(frames.get(0), upper((byte[]) frames.get(1)))
                    : upper((byte[]) payload);
        }

        private static byte[] upper(byte[] text) {
            return new String(text, UTF_8).toUpperCase(Locale.ROOT).getBytes(UTF_8);
        }

        @Bean
        @ServiceActivator(inputChannel = "answered")
        ZmqMessageHandler sender(ZmqSockets sockets) {
            return new ZmqMessageHandler(sockets, "service");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Driven {

        @Bean
        ZmqMessageProducer receiver(ZmqSockets sockets) {
            ZmqMessageProducer adapter = new ZmqMessageProducer(sockets, "service");
            adapter.setOutputChannelName("received");
            return adapter;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Polled {

        @Bean
        @InboundChannelAdapter(channel = "received", poller = @Poller(fixedDelay = "1"))
        ZmqMessageSource receiver(ZmqSockets sockets) {
            return new ZmqMessageSource(sockets, "service");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Gateways {

        @Bean
        ZmqInboundGateway service(ZmqSockets sockets) {
            ZmqInboundGateway gateway = new ZmqInboundGateway(sockets, "service");
            gateway.setRequestChannelName("incoming");
            gateway.setPayloadType(String.class);
            return gateway;
        }

        @ServiceActivator(inputChannel = "incoming")
        String answer(String text) {
            return text.toUpperCase(Locale.ROOT);
        }

        @Bean
        @ServiceActivator(inputChannel = "requests")
        ZmqOutboundGateway client(ZmqSockets sockets) {
            ZmqOutboundGateway gateway = new ZmqOutboundGateway(sockets, "client");
            gateway.setPayloadType(String.class);
            return gateway;
        }
    }

    private static AnnotationConfigApplicationContext start(Ends ends, Class<?>... configurations) {
        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
        application.registerBean(Ends.class, () -> ends);
        application.register(Sockets.class);
        application.register(configurations);
        application.refresh();
        return application;
    }

    static Stream<Arguments> addressed() {
        return Stream.of(
                        new Ends(SocketType.PEER, SocketType.PEER, TestPorts.ANY),
                        new Ends(SocketType.PEER, SocketType.PEER, "inproc://annotated"),
                        new Ends(SocketType.STREAM, SocketType.STREAM, TestPorts.ANY),
                        new Ends(SocketType.DGRAM, SocketType.DGRAM, "udp://127.0.0.1:*"))
                .flatMap(ends -> Stream.of(Driven.class, Polled.class).map(receiving -> Arguments.of(ends, receiving)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("addressed")
    void shouldAnswerWhoeverHasAsked(Ends ends, Class<?> receiving) throws IOException {
        try (AnnotationConfigApplicationContext application = start(ends, Answers.class, receiving);
                ZmqContext outside = ZmqContext.create()) {
            ZmqSocket service = application.getBean(DefaultZmqSockets.class).get("service");
            String bound = service.boundEndpoints().get(0);
            // what is in the process is in one context of it
            ZmqContext peers = bound.startsWith("inproc") ? application.getBean(ZmqContext.class) : outside;
            switch (ends.service()) {
                case PEER -> assertPeerIsAnswered(peers.socket(SocketType.PEER), bound);
                case STREAM ->
                    assertPlainSocketIsAnswered(Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1)));
                default -> assertDatagramIsAnswered(peers.socket(SocketType.DGRAM), bound);
            }
        }
    }

    private static void assertPeerIsAnswered(ZmqSocket peer, String endpoint) {
        int routingId = peer.connectPeer(endpoint);
        for (String text : List.of("a", "b")) {
            peer.send(Msg.of(text).withRoutingId(routingId));
            assertThat(peer.receive(SOON))
                    .isEqualTo(Msg.of(text.toUpperCase(Locale.ROOT)).withRoutingId(routingId));
        }
    }

    private static void assertPlainSocketIsAnswered(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            for (String text : List.of("a", "b")) {
                socket.getOutputStream().write(text.getBytes(UTF_8));
                assertThat(new String(socket.getInputStream().readNBytes(1), UTF_8))
                        .isEqualTo(text.toUpperCase(Locale.ROOT));
            }
        }
    }

    /** Datagrams may get lost, so there are several. */
    private static void assertDatagramIsAnswered(ZmqSocket peer, String endpoint) {
        peer.bind("udp://127.0.0.1:*");
        String address = endpoint.substring("udp://".length());
        Msg answer = null;
        for (int i = 0; i < 100 && answer == null; i++) {
            peer.send(Msg.of(address, "a"));
            answer = peer.receive(Duration.ofMillis(100));
        }
        assertThat(answer).isEqualTo(Msg.of(address, "A"));
    }

    static Stream<Ends> asking() {
        return Stream.of(
                        List.of(SocketType.REP, SocketType.REQ),
                        List.of(SocketType.REP, SocketType.DEALER),
                        List.of(SocketType.ROUTER, SocketType.REQ),
                        List.of(SocketType.SERVER, SocketType.CLIENT))
                .flatMap(types -> Stream.of(TestPorts.freeEndpoint(), "inproc://asked")
                        .map(endpoint -> new Ends(types.get(0), types.get(1), endpoint)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("asking")
    void shouldAskAndAnswerThroughGateways(Ends ends) {
        try (AnnotationConfigApplicationContext application = start(ends, Gateways.class)) {
            MessagingTemplate template = new MessagingTemplate();
            template.setReceiveTimeout(SOON.toMillis());
            MessageChannel requests = application.getBean("requests", MessageChannel.class);
            for (String text : List.of("a", "b")) {
                Message<?> reply = template.sendAndReceive(requests, new GenericMessage<>(text));
                assertThat(reply).isNotNull();
                assertThat(reply.getPayload()).isEqualTo(text.toUpperCase(Locale.ROOT));
            }
        }
    }
}
