package io.zmq4j.interop;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.Peer;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios that two implementations run together, each of them on either side. */
@ExtendWith({LeakGate.class, NoSurprises.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class InteropSuite {

    private final Implementation one;
    private final Implementation other;
    private final Transport transport;
    private Peer left = Unopened.PEER;
    private Peer right = Unopened.PEER;

    InteropSuite(Implementation one, Implementation other, Transport transport) {
        this.one = one;
        this.other = other;
        this.transport = transport;
    }

    @BeforeEach
    void open() {
        left = one.open();
        right = other.open();
    }

    @AfterEach
    void close() {
        left.close();
        right.close();
    }

    /** Every pair, with either implementation as the initiator, and either end bound. */
    Stream<Arguments> lines() {
        return Pairing.all().flatMap(pairing -> Stream.of(true, false).flatMap(leftInitiates -> Stream.of(true, false)
                .map(initiatorBinds -> Arguments.of(pairing, leftInitiates, initiatorBinds))));
    }

    @ParameterizedTest(name = "{0}, left initiates: {1}, initiator binds: {2}")
    @MethodSource("lines")
    void shouldExchangeMessagesOfEveryShapeWhenTypesMatch(
            Pairing pairing, boolean leftInitiates, boolean initiatorBinds) {
        Line line = leftInitiates
                ? Line.open(pairing, left, right, initiatorBinds, transport)
                : Line.open(pairing, right, left, initiatorBinds, transport);
        Shapes.all().forEach(line::exchange);
        if (initiatorBinds) {
            // once for each pair and direction, as these take most of the time
            line.exchange(List.of(Shapes.bytes(1), Shapes.bytes(Shapes.HUGE), Shapes.bytes(2)));
        }
    }

    Stream<Arguments> streams() {
        return Stream.of(PUSH, DEALER, PUB)
                .flatMap(type -> Stream.of(Arguments.of(type, true), Arguments.of(type, false)));
    }

    @ParameterizedTest(name = "{0}, left sends: {1}")
    @MethodSource("streams")
    void shouldLoseNothingAndKeepOrderWhenManyMessagesAreSent(SocketType type, boolean leftSends) throws Exception {
        SocketType receiverType =
                switch (type) {
                    case PUSH -> PULL;
                    case DEALER -> ROUTER;
                    default -> SUB;
                };
        Peer senders = leftSends ? left : right;
        Peer receivers = leftSends ? right : left;
        ManyMessages.run(senders, receivers, type, receiverType, transport, Scale.of("messages", 100_000));
    }

    @ParameterizedTest(name = "left publishes: {0}")
    @ValueSource(booleans = {true, false})
    void shouldFollowSubscriptionsWhenTheyChangeWhileMessagesFlow(boolean leftPublishes) {
        PeerSocket publisher = (leftPublishes ? left : right).socket(XPUB);
        PeerSocket subscriber = (leftPublishes ? right : left).socket(SUB);
        subscriber.connect(publisher.bind(transport.endpoint()));

        subscriber.subscribe(bytes("A"));
        assertReceives(publisher, "\u0001A");
        publish(publisher, "A1", "B1");
        assertReceives(subscriber, "A1");

        subscriber.subscribe(bytes("B"));
        assertReceives(publisher, "\u0001B");
        publish(publisher, "A2", "B2");
        assertReceives(subscriber, "A2");
        assertReceives(subscriber, "B2");

        subscriber.unsubscribe(bytes("A"));
        assertReceives(publisher, "\u0000A");
        publish(publisher, "A3", "B3", "C3");
        assertReceives(subscriber, "B3");
    }

    @ParameterizedTest(name = "left publishes: {0}")
    @ValueSource(booleans = {true, false})
    void shouldSubscribeByMessageWhenTheSubscriberIsXsub(boolean leftPublishes) {
        PeerSocket publisher = (leftPublishes ? left : right).socket(XPUB);
        PeerSocket subscriber = (leftPublishes ? right : left).socket(XSUB);
        subscriber.connect(publisher.bind(transport.endpoint()));
        for (int round = 0; round < 10; round++) {
            publish(subscriber, "\u0001topic" + round);
            assertReceives(publisher, "\u0001topic" + round);
            publish(publisher, "topic" + round);
            assertReceives(subscriber, "topic" + round);
            publish(subscriber, "\u0000topic" + round);
            assertReceives(publisher, "\u0000topic" + round);
        }
    }

    @ParameterizedTest(name = "left is restarted: {0}")
    @ValueSource(booleans = {true, false})
    void shouldDeliverAgainWhenTheBoundPeerWasRestarted(boolean leftRestarts) {
        PeerSocket sender = (leftRestarts ? right : left).socket(PUSH);
        Peer restarting = leftRestarts ? left : right;
        PeerSocket first = restarting.socket(PULL);
        String endpoint = first.bind(transport.endpoint());
        sender.connect(endpoint);
        publish(sender, "one");
        assertReceives(first, "one");
        first.close();

        PeerSocket second = restarting.socket(PULL);
        Line.bindAgain(second, endpoint);
        // what is sent before the loss is noticed goes down with the old connection
        Waiting.until("a message after the restart", () -> {
            sender.send(List.of(bytes("two")), Duration.ofMillis(20));
            return second.receive(Duration.ofMillis(20)) != null;
        });
    }

    @ParameterizedTest(name = "left is restarted: {0}")
    @ValueSource(booleans = {true, false})
    void shouldSubscribeAgainWhenThePublisherWasRestarted(boolean leftRestarts) {
        Peer restarting = leftRestarts ? left : right;
        PeerSocket subscriber = (leftRestarts ? right : left).socket(SUB);
        subscriber.subscribe(bytes("A"));
        PeerSocket first = restarting.socket(XPUB);
        String endpoint = first.bind(transport.endpoint());
        subscriber.connect(endpoint);
        Line.awaitSubscription(first, subscriber, bytes("\u0001A"));
        first.close();

        PeerSocket second = restarting.socket(XPUB);
        Line.bindAgain(second, endpoint);
        Line.awaitSubscription(second, subscriber, bytes("\u0001A"));
        publish(second, "A again");
        assertReceives(subscriber, "A again");
    }

    @ParameterizedTest(name = "left binds: {0}")
    @ValueSource(booleans = {true, false})
    void shouldDeliverWhatWasSentBeforeThePeerIsBound(boolean leftBinds) {
        String endpoint = transport.endpointOfNobody();
        PeerSocket sender = (leftBinds ? right : left).socket(PUSH);
        sender.connect(endpoint);
        publish(sender, "early", "bird");
        PeerSocket receiver = (leftBinds ? left : right).socket(PULL);
        receiver.bind(endpoint);
        assertReceives(receiver, "early");
        assertReceives(receiver, "bird");
    }

    @Test
    void shouldServeManyClientsOfBothWhenTheyShareARouter() {
        PeerSocket router = left.socket(ROUTER);
        String endpoint = router.bind(transport.endpoint());
        for (int i = 0; i < 20; i++) {
            PeerSocket client = (i % 2 == 0 ? left : right).socket(SocketType.REQ);
            client.connect(endpoint);
            publish(client, "from " + i);
            List<byte[]> request = router.receive(Waiting.SOON);
            assertThat(request).hasSize(3);
            assertThat(router.send(List.of(request.get(0), request.get(1), bytes("to " + i)), Waiting.SOON))
                    .isTrue();
            assertReceives(client, "to " + i);
        }
    }

    private static void publish(PeerSocket socket, String... messages) {
        for (String message : messages) {
            assertThat(socket.send(List.of(bytes(message)), Waiting.SOON)).isTrue();
        }
    }

    private static void assertReceives(PeerSocket socket, String text) {
        List<byte[]> message = socket.receive(Waiting.SOON);
        assertThat(message).as("%s within %s", text, Waiting.SOON).isNotNull();
        assertThat(message).hasSize(1);
        assertThat(new String(message.get(0), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
