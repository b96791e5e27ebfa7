package io.zmq4j.lifecycle;

import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.hex;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ProtocolError;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** By which number an event tells how a peer broke the protocol. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class ProtocolErrorTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @ParameterizedTest
    @CsvSource({
        "UNSPECIFIED, 0x10000000",
        "UNEXPECTED_COMMAND, 0x10000001",
        "INVALID_SEQUENCE, 0x10000002",
        "KEY_EXCHANGE, 0x10000003",
        "MALFORMED_COMMAND, 0x10000011",
        "MALFORMED_MESSAGE, 0x10000012",
        "MALFORMED_HELLO, 0x10000013",
        "MALFORMED_INITIATE, 0x10000014",
        "MALFORMED_ERROR, 0x10000015",
        "MALFORMED_READY, 0x10000016",
        "MALFORMED_WELCOME, 0x10000017",
        "INVALID_METADATA, 0x10000018",
        "CRYPTOGRAPHIC, 0x11000001",
        "MECHANISM_MISMATCH, 0x11000002",
        "WEBSOCKET, 0x30000000",
    })
    void shouldHaveTheNumberThatItHasInLibzmq(ProtocolError error, String number) {
        assertThat(error.code()).isEqualTo(Integer.decode(number));
        assertThat(ProtocolError.of(error.code())).isSameAs(error);
    }

    private static Arguments of(String name, ProtocolError error, byte[]... bytes) {
        return Arguments.of(name, error, Wire.join(bytes));
    }

    static Stream<Arguments> openings() {
        byte[] greeting = Wire.greeting();
        return Stream.of(
                of("no ZMTP", ProtocolError.UNSPECIFIED, ascii("GET / HTTP/1.1\r\n\r\n")),
                of("ZMTP 2.0", ProtocolError.UNSPECIFIED, hex("FF 0000000000000000 7F 01 07"), new byte[64]),
                of("another mechanism", ProtocolError.MECHANISM_MISMATCH, Wire.greeting(3, 1, ascii("PLAIN"))),
                of("a command other than READY", ProtocolError.UNEXPECTED_COMMAND, greeting, Wire.command("HELLO")),
                of("a message before READY", ProtocolError.UNEXPECTED_COMMAND, greeting, Wire.message("early")),
                of("a command without a name", ProtocolError.MALFORMED_COMMAND, greeting, hex("04 00")),
                of("an ERROR without a reason", ProtocolError.MALFORMED_ERROR, greeting, Wire.command("ERROR")),
                of("a READY without a type", ProtocolError.INVALID_METADATA, greeting, Wire.command("READY")),
                of("a READY of another type", ProtocolError.INVALID_METADATA, greeting, Wire.ready("PULL")),
                of(
                        "a READY with half a property",
                        ProtocolError.INVALID_METADATA,
                        greeting,
                        Wire.command("READY", Wire.property("Socket-Type", ascii("PUSH")), hex("05 58"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("openings")
    void shouldTellWhyTheHandshakeFailed(String name, ProtocolError error, byte[] bytes) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.HandshakeFailed.class));
        try (RawPeer peer = RawPeer.connect(TestSockets.endpointOf(pull))) {
            peer.trySend(bytes);
            assertThat(monitor.next(Waiting.SOON)).isInstanceOfSatisfying(SocketEvent.HandshakeFailed.class, failed -> {
                assertThat(ProtocolError.of(failed.code())).isEqualTo(error);
                assertThat(failed.kind()).isEqualTo(SocketEvent.HandshakeFailure.PROTOCOL);
            });
        }
    }

    static Stream<Arguments> traffic() {
        return Stream.of(
                of("READY again", ProtocolError.UNEXPECTED_COMMAND, Wire.ready("PUSH")),
                of("PING without a TTL", ProtocolError.MALFORMED_COMMAND, Wire.command("PING")),
                of("a command with MORE", ProtocolError.MALFORMED_COMMAND, Wire.frame(5, Wire.commandBody("PING"))),
                of("a frame with an unknown flag", ProtocolError.MALFORMED_MESSAGE, Wire.frame(8, ascii("x"))),
                of("a message that is too large", ProtocolError.MALFORMED_MESSAGE, Wire.message("too large")),
                of("a message of too many frames", ProtocolError.MALFORMED_MESSAGE, Wire.message("", "", "", "")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("traffic")
    void shouldTellWhyTheConnectionWasClosed(String name, ProtocolError error, byte[] bytes) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> options.maxMessageSize(8)
                .maxFrames(3));
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.Disconnected.class));
        try (RawPeer peer = RawPeer.ready(TestSockets.endpointOf(pull), SocketType.PUSH)) {
            peer.trySend(bytes);
            assertThat(monitor.next(Waiting.SOON))
                    .isInstanceOfSatisfying(
                            SocketEvent.Disconnected.class,
                            gone -> assertThat(ProtocolError.of(gone.code())).isEqualTo(error));
        }
    }
}
