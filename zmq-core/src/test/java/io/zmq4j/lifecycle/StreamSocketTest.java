package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.EndpointException;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STREAM and plain sockets. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class StreamSocketTest {

    private static final byte[] EMPTY = {};

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    private ZmqSocket bound(UnaryOperator<SocketConfigBuilder> options) {
        return sockets.bound(SocketType.STREAM, Transport.TCP, options);
    }

    /** The id of the peer that has come or gone. */
    private static byte[] notice(ZmqSocket stream) {
        Msg msg = stream.receive();
        assertThat(msg.size()).isEqualTo(2);
        assertThat(msg.bytes(1)).isEmpty();
        return msg.bytes(0);
    }

    /** So many bytes of this peer, which may come in any pieces. */
    private static byte[] receive(ZmqSocket stream, byte[] id, int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < count) {
            Msg msg = stream.receive();
            assertThat(msg.bytes(0)).isEqualTo(id);
            assertThat(msg.bytes(1)).isNotEmpty();
            bytes.writeBytes(msg.bytes(1));
        }
        return bytes.toByteArray();
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldExchangeBytesWithASocketThatConnects() {
        ZmqSocket stream = bound(options -> options.linger(SocketConfig.FOREVER));
        try (RawPeer peer = RawPeer.connect(endpointOf(stream))) {
            byte[] id = notice(stream);
            peer.send(Wire.ascii("GET / HTTP/1.0\r\n\r\n"));
            assertThat(receive(stream, id, 18)).isEqualTo(Wire.ascii("GET / HTTP/1.0\r\n\r\n"));
            stream.send(Msg.of(id, Wire.ascii("HTTP/1.0 200 OK\r\n\r\n")));
            stream.send(Msg.of(id, Wire.ascii("body")));
            stream.send(Msg.of(id, EMPTY));
            assertThat(peer.read(23)).isEqualTo(Wire.ascii("HTTP/1.0 200 OK\r\n\r\nbody"));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
            assertThatThrownBy(() -> stream.send(Msg.of(id, Wire.ascii("more"))))
                    .isInstanceOf(UnroutableException.class);
        }
        TestSockets.awaitPeers(stream, 0);
        TestSockets.assertSilent(stream);
    }

    @Test
    void shouldTellPeersApartAndWhenEachLeaves() {
        ZmqSocket stream = bound(options -> options);
        RawPeer one = RawPeer.connect(endpointOf(stream));
        byte[] first = notice(stream);
        try (RawPeer other = RawPeer.connect(endpointOf(stream))) {
            byte[] second = notice(stream);
            assertThat(second).isNotEqualTo(first);
            one.send(Wire.ascii("last words"));
            one.finish();
            assertThat(receive(stream, first, 10)).isEqualTo(Wire.ascii("last words"));
            assertThat(notice(stream)).isEqualTo(first);
            other.send(Wire.ascii("x"));
            Msg msg = stream.receive();
            assertThat(msg.bytes(0)).isEqualTo(second);
            assertThat(msg.metadata().get(Metadata.PEER_ADDRESS)).isEqualTo("127.0.0.1");
        } finally {
            one.close();
        }
    }

    @Test
    void shouldTellNothingWhenNoticesAreOff() {
        ZmqSocket stream = bound(options -> options.streamNotify(false));
        try (RawPeer peer = RawPeer.connect(endpointOf(stream))) {
            peer.send(Wire.ascii("first"));
            Msg msg = stream.receive();
            assertThat(msg.string(1)).isEqualTo("first");
        }
        TestSockets.awaitPeers(stream, 0);
        TestSockets.assertSilent(stream);
    }

    @Test
    void shouldConnectToAServerAndConnectAgainUnderANewId() {
        ZmqSocket stream = sockets.socket(SocketType.STREAM);
        stream.connect(server.endpoint());
        byte[] before;
        try (RawPeer first = server.accept()) {
            before = notice(stream);
            stream.send(Msg.of(before, Wire.ascii("hello")));
            assertThat(first.read(5)).isEqualTo(Wire.ascii("hello"));
        }
        assertThat(notice(stream)).isEqualTo(before);
        try (RawPeer second = server.accept()) {
            byte[] now = notice(stream);
            assertThat(now).isNotEqualTo(before);
            assertThatThrownBy(() -> stream.send(Msg.of(before, Wire.ascii("for the first"))))
                    .isInstanceOf(UnroutableException.class);
            second.send(Wire.ascii("again"));
            assertThat(receive(stream, now, 5)).isEqualTo(Wire.ascii("again"));
            stream.disconnect(server.endpoint());
            assertThat(second.isClosedWithin(Waiting.SOON)).isTrue();
        }
        assertThat(server.accept(Waiting.MOMENT)).isNull();
    }

    @Test
    void shouldUseTheIdThatItWasGivenForEveryConnection() {
        ZmqSocket stream = sockets.socket(SocketType.STREAM);
        byte[] id = Wire.ascii("server");
        stream.connect(server.endpoint(), id);
        stream.send(Msg.of(id, Wire.ascii("early")));
        assertThatThrownBy(() -> stream.connect(server.endpoint(), id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another peer");
        assertThat(stream.connectedEndpoints()).containsExactly(server.endpoint());
        for (int i = 0; i < 3; i++) {
            try (RawPeer peer = server.accept()) {
                if (i == 0) {
                    assertThat(peer.read(5)).isEqualTo(Wire.ascii("early"));
                }
                assertThat(notice(stream)).isEqualTo(id);
                stream.send(Msg.of(id, Wire.ascii("round " + i)));
                assertThat(peer.read(7)).isEqualTo(Wire.ascii("round " + i));
                peer.send(Wire.ascii("reply"));
                assertThat(receive(stream, id, 5)).isEqualTo(Wire.ascii("reply"));
            }
            assertThat(notice(stream)).isEqualTo(id);
        }
    }

    @Test
    void shouldNotConnectAgainWhenItHasClosedTheConnection() {
        ZmqSocket stream = sockets.socket(SocketType.STREAM);
        stream.connect(server.endpoint());
        try (RawPeer peer = server.accept()) {
            stream.send(Msg.of(notice(stream), EMPTY));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
        assertThat(server.accept(Waiting.MOMENT)).isNull();
    }

    @Test
    void shouldStopReadingWhenNobodyReceivesAndLoseNothing() {
        byte[] sent = random(20_000_000);
        ZmqSocket stream = bound(options -> options.receiveHwm(4).receiveBuffer(64 << 10));
        try (RawPeer peer = RawPeer.connect(endpointOf(stream))) {
            byte[] id = notice(stream);
            Crew crew = new Crew();
            Thread sender = crew.once("sender", () -> peer.send(sent));
            Waiting.until("the queue is full", () -> stream.stats().receiveQueue() >= 4);
            Waiting.staysTrue("the peer waits", sender::isAlive);
            assertThat(stream.stats().receiveQueue()).isLessThanOrEqualTo(4);
            assertThat(receive(stream, id, sent.length)).isEqualTo(sent);
            crew.assertDone();
        }
    }

    @Test
    void shouldMakeTheSenderWaitWhenThePeerDoesNotReadAndLoseNothing() {
        byte[] piece = random(300_000);
        ZmqSocket stream = bound(options -> options.sendHwm(4).sendBuffer(64 << 10));
        try (RawPeer peer = RawPeer.connect(endpointOf(stream))) {
            byte[] id = notice(stream);
            int sent = 0;
            while (stream.send(Msg.of(id, piece), Waiting.MOMENT)) {
                sent++;
            }
            assertThat(sent).isBetween(4, 1_000);
            for (int i = 0; i < sent; i++) {
                assertThat(peer.read(piece.length)).isEqualTo(piece);
            }
            assertThat(stream.send(Msg.of(id, Wire.ascii("end")), Waiting.SOON)).isTrue();
            assertThat(peer.read(3)).isEqualTo(Wire.ascii("end"));
        }
    }

    @Test
    void shouldCloseAPeerThatDoesNotRead() {
        ZmqSocket stream = bound(options -> options.sendHwm(4).sendBuffer(64 << 10));
        try (RawPeer peer = RawPeer.connect(endpointOf(stream))) {
            byte[] id = notice(stream);
            byte[] piece = random(1_000_000);
            Waiting.until("the peer is full", () -> !stream.trySend(Msg.of(id, piece)));
            stream.send(Msg.of(id, EMPTY));
            TestSockets.awaitPeers(stream, 0);
            TestSockets.assertSilent(stream);
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
    }

    @Test
    void shouldKeepSmallPiecesInOrder() {
        ZmqSocket stream = bound(options -> options);
        int count = 50_000;
        try (RawPeer peer = RawPeer.connect(endpointOf(stream))) {
            byte[] id = notice(stream);
            Crew crew = new Crew();
            crew.once("sender", () -> {
                for (int i = 0; i < count; i++) {
                    stream.send(Msg.of(id, new byte[] {(byte) i, (byte) (i >> 8)}));
                }
            });
            byte[] received = peer.read(2 * count);
            for (int i = 0; i < count; i++) {
                assertThat(received[2 * i] & 0xFF | (received[2 * i + 1] & 0xFF) << 8)
                        .isEqualTo(i & 0xFFFF);
            }
            crew.assertDone();
        }
    }

    @Test
    void shouldDeliverWhatWasSentWhenItIsClosedWithLinger() {
        ZmqSocket stream = bound(options -> options.linger(SocketConfig.FOREVER));
        byte[] sent = random(3_000_000);
        try (RawPeer peer = RawPeer.connect(endpointOf(stream))) {
            stream.send(Msg.of(notice(stream), sent));
            stream.close();
            assertThat(peer.read(sent.length)).isEqualTo(sent);
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
    }

    @Test
    void shouldLetASilentPeerBeAsNoHandshakeIsExpected() {
        ZmqSocket stream = bound(
                options -> options.handshakeTimeout(Duration.ofMillis(20)).heartbeatInterval(Duration.ofMillis(10)));
        try (RawPeer peer = RawPeer.connect(endpointOf(stream))) {
            byte[] id = notice(stream);
            assertThat(peer.isClosedWithin(Waiting.MOMENT)).isFalse();
            stream.send(Msg.of(id, EMPTY));
            assertThat(peer.isClosedWithin(Waiting.SOON)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "ipc://*"})
    void shouldTalkToItsOwnKind(String endpoint) {
        ZmqSocket one = sockets.socket(SocketType.STREAM);
        ZmqSocket other = sockets.socket(SocketType.STREAM);
        byte[] name = Wire.ascii("one");
        other.connect(one.bind(endpoint), name);
        byte[] id = notice(one);
        assertThat(notice(other)).isEqualTo(name);
        other.send(Msg.of(name, Wire.ascii("ping")));
        assertThat(receive(one, id, 4)).isEqualTo(Wire.ascii("ping"));
        one.send(Msg.of(id, Wire.ascii("pong")));
        assertThat(receive(other, name, 4)).isEqualTo(Wire.ascii("pong"));
    }

    @Test
    void shouldRefuseInproc() {
        ZmqSocket stream = sockets.socket(SocketType.STREAM);
        assertThatThrownBy(() -> stream.bind("inproc://stream"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("allowed: tcp, ipc");
        assertThatThrownBy(() -> stream.connect("inproc://stream")).isInstanceOf(EndpointException.class);
    }
}
