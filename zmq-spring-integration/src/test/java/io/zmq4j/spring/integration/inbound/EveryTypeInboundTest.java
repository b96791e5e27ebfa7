package io.zmq4j.spring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;

/** One table of all types that receive: what a peer sends, and what of it the flow gets. */
@Timeout(30)
class EveryTypeInboundTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    /** What the peer is, the payload that comes, and a header that this type has. */
    private record Case(SocketType peer, String payload, String header) {}

    private static final Map<SocketType, Case> CASES = Map.ofEntries(
            Map.entry(SocketType.PULL, new Case(SocketType.PUSH, "m", ZmqHeaders.FRAME_COUNT)),
            Map.entry(SocketType.SUB, new Case(SocketType.PUB, "m", ZmqHeaders.RECEIVED_TOPIC)),
            Map.entry(SocketType.XSUB, new Case(SocketType.XPUB, "m", ZmqHeaders.RECEIVED_TOPIC)),
            Map.entry(SocketType.XPUB, new Case(SocketType.SUB, "\u0001EUR", ZmqHeaders.FRAME_COUNT)),
            Map.entry(SocketType.DEALER, new Case(SocketType.DEALER, "m", ZmqHeaders.FRAME_COUNT)),
            Map.entry(SocketType.ROUTER, new Case(SocketType.DEALER, "m", ZmqHeaders.ROUTING_ID)),
            Map.entry(SocketType.PAIR, new Case(SocketType.PAIR, "m", ZmqHeaders.FRAME_COUNT)),
            Map.entry(SocketType.GATHER, new Case(SocketType.SCATTER, "m", ZmqHeaders.FRAME_COUNT)),
            Map.entry(SocketType.DISH, new Case(SocketType.RADIO, "m", ZmqHeaders.GROUP)),
            Map.entry(SocketType.SERVER, new Case(SocketType.CLIENT, "m", ZmqHeaders.ROUTING_ID)),
            Map.entry(SocketType.CLIENT, new Case(SocketType.SERVER, "m", ZmqHeaders.FRAME_COUNT)),
            Map.entry(SocketType.PEER, new Case(SocketType.PEER, "m", ZmqHeaders.ROUTING_ID)),
            Map.entry(SocketType.CHANNEL, new Case(SocketType.CHANNEL, "m", ZmqHeaders.FRAME_COUNT)),
            Map.entry(SocketType.STREAM, new Case(SocketType.STREAM, "m", ZmqHeaders.ROUTING_ID)),
            Map.entry(SocketType.DGRAM, new Case(SocketType.DGRAM, "m", ZmqHeaders.FRAME_COUNT)));

    private final BlockingQueue<Message<?>> received = new LinkedBlockingQueue<>();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    @Test
    void shouldKnowEveryTypeThatReceivesButThoseInLockStep() {
        assertThat(CASES.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(SocketType.values())
                        .filter(type -> type.canReceive() && type != SocketType.REQ && type != SocketType.REP)
                        .toList());
    }

    static Stream<Arguments> typesAndEndpoints() {
        return CASES.keySet().stream().sorted().flatMap(type -> switch (type) {
            case STREAM -> Stream.of(Arguments.of(type, TestPorts.ANY));
            case DGRAM -> Stream.of(Arguments.of(type, "udp://127.0.0.1:*"));
            default -> Stream.of(Arguments.of(type, TestPorts.ANY), Arguments.of(type, "inproc://adapter"));
        });
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("typesAndEndpoints")
    void shouldReceiveInAFlow(SocketType type, String endpoint) throws Exception {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("own", type)
                        .bind(endpoint)
                        .subscribe(subscriptions(type))
                        .build()));
        flows.application.registerBean("sockets", DefaultZmqSockets.class, () -> sockets);
        flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(sockets, "own"))
                .handle(received::add)
                .get());
        flows.start();
        ZmqSocket own = sockets.get("own");
        Case expected = CASES.get(type);

        Message<?> message = received(type, expected.peer(), own);

        assertThat(payload(message)).isEqualTo(expected.payload());
        assertThat(message.getHeaders())
                .containsKey(expected.header())
                .containsEntry(ZmqHeaders.SOCKET_TYPE, type)
                .containsEntry(ZmqHeaders.RECEIVED_SOCKET, "own");
    }

    private static String[] subscriptions(SocketType type) {
        return switch (type) {
            case SUB, XSUB, DISH -> new String[] {"EUR"};
            default -> new String[0];
        };
    }

    /** The last frame, as a DGRAM has the address before it. */
    private static String payload(Message<?> message) {
        Object payload = message.getPayload();
        return payload instanceof byte[] bytes
                ? new String(bytes, UTF_8)
                : Inbox.texts(message).get(((List<?>) payload).size() - 1);
    }

    private Message<?> received(SocketType type, SocketType peerType, ZmqSocket own) throws Exception {
        String endpoint = own.boundEndpoints().get(0);
        if (type == SocketType.STREAM) {
            return receivedFromPlainSocket(Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1)));
        }
        ZmqSocket peer = flows.zmq.socket(peerType);
        int routingId = type == SocketType.PEER ? peer.connectPeer(endpoint) : 0;
        if (routingId == 0) {
            peer.connect(endpoint);
        }
        switch (peerType) {
            case SUB -> peer.subscribe("EUR");
            case PUB, XPUB -> {
                assertThat(peer.awaitSubscribers("EUR", 1, SOON)).isTrue();
                peer.send(Msg.of("EUR", "m"));
            }
            case SERVER -> {
                own.send(Msg.of("hello"));
                Msg hello = peer.receive(SOON);
                assertThat(hello).isNotNull();
                peer.send(Msg.of("m").withRoutingId(hello.routingId()));
            }
            case PEER -> peer.send(Msg.of("m").withRoutingId(routingId));
            case RADIO, DGRAM -> {
                return receivedOfMany(
                        peer, peerType == SocketType.RADIO ? Msg.of("m").withGroup("EUR") : Msg.of("", "m"));
            }
            default -> peer.send(Msg.of("m"));
        }
        return next();
    }

    /** A radio does not say when the group is joined, and datagrams get lost. */
    private Message<?> receivedOfMany(ZmqSocket peer, Msg msg) throws InterruptedException {
        Message<?> message = null;
        for (int i = 0; i < 100 && message == null; i++) {
            peer.send(msg);
            message = received.poll(50, TimeUnit.MILLISECONDS);
        }
        assertThat(message).as("one of 100 messages").isNotNull();
        return message;
    }

    private Message<?> receivedFromPlainSocket(int port) throws IOException, InterruptedException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Message<?> connected = next();
            assertThat((byte[]) connected.getPayload()).isEmpty();
            socket.getOutputStream().write("m".getBytes(UTF_8));
            return next();
        }
    }

    private Message<?> next() throws InterruptedException {
        Message<?> message = received.poll(10, TimeUnit.SECONDS);
        assertThat(message).as("a message within 10 s").isNotNull();
        return message;
    }
}
