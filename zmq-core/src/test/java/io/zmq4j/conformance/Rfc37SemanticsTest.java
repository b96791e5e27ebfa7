package io.zmq4j.conformance;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static io.zmq4j.testing.Wire.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The part "Socket Semantics" of ZMTP 3.1, and what is said of all types; for the bytes see {@link Rfc37ZmtpTest}.
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc37SemanticsTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    /** Every way in which two types may be connected: who binds, who connects. */
    private static List<List<SocketType>> pairs() {
        List<List<SocketType>> pairs = new ArrayList<>();
        for (SocketType type : SocketType.values()) {
            for (SocketType peer : type.compatible()) {
                if (type != SocketType.DGRAM) {
                    pairs.add(List.of(type, peer));
                }
            }
        }
        return pairs;
    }

    @OverTransports
    @Rfc(number = 37, says = "All sockets SHALL accept connections (binding to an address) and make connections.")
    void shouldBindAndConnectSocketsOfEachType(Transport transport) {
        for (List<SocketType> pair : pairs()) {
            ZmqSocket bound = sockets.bound(pair.get(0), transport);
            ZmqSocket connected = sockets.connected(pair.get(1), bound);
            awaitPeers(bound, 1);
            awaitPeers(connected, 1);
        }
    }

    @OverTransports
    @Rfc(
            number = 37,
            says = "All sockets SHALL establish connections opportunistically, that is: they connect to an "
                    + "endpoint asynchronously")
    void shouldConnectSocketsOfEachTypeThoughNobodyIsBoundYet(Transport transport) {
        Map<ZmqSocket, SocketType> connected = new LinkedHashMap<>();
        for (List<SocketType> pair : pairs()) {
            ZmqSocket socket = sockets.socket(pair.get(1));
            socket.connect(Queues.unused(sockets, transport));
            connected.put(socket, pair.get(0));
        }
        connected.forEach((socket, peer) -> {
            assertThat(socket.stats().readyPeers()).isZero();
            ZmqSocket bound = sockets.socket(peer);
            bound.bind(socket.connectedEndpoints().get(0));
            awaitPeers(socket, 1);
            awaitPeers(bound, 1);
        });
    }

    @Test
    @Rfc(number = 37, says = "A message SHALL be sent or received atomically; that is, all frames or none.")
    void shouldReceiveAMessageWithItsLastFrameOrNotAtAll() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(endpointOf(pull), SocketType.PUSH)) {
            peer.send(Wire.frame(Wire.MORE, ascii("a")), Wire.frame(Wire.MORE, ascii("b")));
            assertSilent(pull);
            peer.send(Wire.frame(0, ascii("c")), Wire.frame(Wire.MORE, ascii("never ended")));
            assertReceives(pull, "a", "b", "c");
        }
        awaitPeers(pull, 0);
        assertThat(pull.tryReceive()).isNull();
    }

    @Test
    @Rfc(
            number = 37,
            says = "On sending, the peer SHALL queue all frames of a message in memory until the final frame "
                    + "is sent.")
    void shouldBeginTheNextMessageWhenAConnectionBrokeWithinOne() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(server.endpoint());
        byte[] large = new byte[20_000_000];
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            push.send(Msg.of(ascii("first"), large, ascii("end of the first")));
            push.send(Msg.of("second", "end of the second"));
            assertThat(peer.readTraffic().body()).isEqualTo(ascii("first"));
            peer.read(100_000);
        }
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            byte[] second = Wire.message("second", "end of the second");
            assertThat(peer.read(second.length)).isEqualTo(second);
        }
    }

    @OverTransports
    @Rfc(number = 37, says = "A message SHALL NOT be delivered more than once to any peer.")
    void shouldDeliverAMessageOnceThoughItMatchesSeveralTimes(Transport transport) {
        ZmqSocket pub = sockets.bound(SocketType.PUB, transport);
        ZmqSocket sub = sockets.connected(SocketType.SUB, pub);
        for (String topic : new String[] {"", "A", "AB", "A"}) {
            sub.subscribe(topic);
        }
        Waiting.until("all subscriptions", () -> pub.topicsCount() == 3);
        pub.send(Msg.of("ABC"));
        pub.send(Msg.of("A"));
        pub.send(Msg.of("last"));
        assertReceives(sub, "ABC");
        assertReceives(sub, "A");
        assertReceives(sub, "last");
    }

    @Test
    @Rfc(
            number = 37,
            says = "A message SHALL NOT be delivered more than once to any peer. All messages between two "
                    + "immediate peers SHALL be delivered in order.")
    void shouldNotSendAgainWhatWasSentOnAnEarlierConnection() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(server.endpoint());
        for (int round = 0; round < 5; round++) {
            try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
                push.send(Msg.of("round " + round));
                assertThat(peer.readTraffic().body()).isEqualTo(ascii("round " + round));
            }
            awaitPeers(push, 0);
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "When using ZMTP, message filtering SHALL happen at the publisher side (the PUB or XPUB "
                    + "socket).")
    void shouldSendASubscriberOnlyWhatItHasSubscribedTo() {
        for (SocketType type : new SocketType[] {SocketType.PUB, SocketType.XPUB}) {
            ZmqSocket publisher = sockets.bound(type, Transport.TCP);
            try (RawPeer sub = RawPeer.ready(endpointOf(publisher), SocketType.SUB)) {
                sub.send(Wire.command("SUBSCRIBE", ascii("A")), Wire.command("SUBSCRIBE", ascii("B")));
                assertThat(publisher.awaitSubscribers("B", 1, Waiting.SOON)).isTrue();
                sub.send(Wire.command("CANCEL", ascii("A")));
                Waiting.until("nobody wants A", () -> publisher.subscribers("A") == 0);
                for (String topic : new String[] {"A1", "C1", "B1", "A2", "B2"}) {
                    publisher.send(Msg.of(topic));
                }
                byte[] wanted = Wire.join(Wire.message("B1"), Wire.message("B2"));
                assertThat(sub.read(wanted.length)).isEqualTo(wanted);
            }
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "When using ZMTP, group membership checks SHALL happen at the RADIO side. To join a "
                    + "group, the DISH peer SHALL send a JOIN command. To leave a group, the DISH peer SHALL "
                    + "send a LEAVE command.")
    void shouldSendADishOnlyTheMessagesOfItsGroups() {
        ZmqSocket radio = sockets.bound(SocketType.RADIO, Transport.TCP);
        try (RawPeer dish = RawPeer.ready(endpointOf(radio), SocketType.DISH)) {
            dish.send(
                    Wire.command("JOIN", ascii("a")),
                    Wire.command("LEAVE", ascii("a")),
                    Wire.command("JOIN", ascii("b")));
            Waiting.until("a message of the group", () -> {
                radio.send(Msg.of("left").withGroup("a"));
                radio.send(Msg.of("other").withGroup("bb"));
                radio.send(Msg.of("probe").withGroup("b"));
                return dish.hasInput();
            });
            radio.send(Msg.of("left").withGroup("a"));
            radio.send(Msg.of("last").withGroup("b"));
            byte[] probe = Wire.message("b", "probe");
            byte[] last = Wire.message("b", "last");
            byte[] message = dish.read(last.length);
            while (!Arrays.equals(message, last)) {
                message = Wire.join(message, dish.read(probe.length - last.length));
                assertThat(message).isEqualTo(probe);
                message = dish.read(last.length);
            }
        }
        ZmqSocket dish = sockets.socket(SocketType.DISH);
        dish.connect(server.endpoint());
        try (RawPeer peer = server.accept().handshake(SocketType.RADIO)) {
            dish.join("group");
            dish.leave("group");
            byte[] commands = Wire.join(Wire.command("JOIN", ascii("group")), Wire.command("LEAVE", ascii("group")));
            assertThat(peer.read(commands.length)).isEqualTo(commands);
        }
    }

    @ParameterizedTest
    @CsvSource({"CLIENT, SERVER", "SERVER, CLIENT", "SCATTER, GATHER", "RADIO, DISH", "PEER, PEER", "CHANNEL, CHANNEL"})
    @Rfc(
            number = 37,
            says = "Thread-safe socket MUST disallow the sending of multipart messages and MUST discard any multipart"
                    + " messages received from the wire.")
    void shouldTakeNoMultipartMessagesWhereATypeIsThreadSafe(SocketType from, SocketType to) {
        Messages.assertRefusesMultipart(sockets, from, to, Transport.TCP);
        if (to != SocketType.DISH) { // whose messages have two frames on the wire
            Messages.assertDiscardsMultipart(sockets, to, from);
        }
    }

    @OverTransports
    @Rfc(
            number = 37,
            says = "For thread-safety the sockets API MUST be atomic, a call to send MUST send the entire "
                    + "message and a call to receive MUST receive the entire message.")
    void shouldSendAndReceiveAWholeMessageByOneCall(Transport transport) {
        ZmqSocket service = sockets.bound(SocketType.SERVER, transport);
        ZmqSocket client = sockets.connected(SocketType.CLIENT, service);
        client.send(Msg.of("request"));
        Msg request = service.receive();
        assertThat(request.string(0)).isEqualTo("request");
        service.send(Msg.of("reply").withRoutingId(request.routingId()));
        assertReceives(client, "reply");
    }

    @Test
    @Rfc(
            number = 37,
            says = "On a clear text connection, message data SHALL be sent as message frames. On all ZMTP "
                    + "connections, command names SHALL be visible and command frames SHALL be printable.")
    void shouldSendDataAsMessagesAndNameItsCommands() {
        ZmqSocket xsub = sockets.socket(SocketType.XSUB);
        xsub.connect(server.endpoint());
        try (RawPeer peer = server.accept().handshake(SocketType.XPUB)) {
            xsub.subscribe("topic");
            xsub.send(Msg.of("data", "READY"));
            assertThat(peer.readTraffic().isCommand("SUBSCRIBE")).isTrue();
            assertThat(peer.readTraffic().flags()).isEqualTo(Wire.MORE);
            assertThat(peer.readTraffic().flags()).isZero();
        }
    }
}
