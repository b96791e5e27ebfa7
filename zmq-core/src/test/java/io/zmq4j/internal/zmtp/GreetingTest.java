package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.greeting;
import static io.zmq4j.internal.zmtp.ZmtpConnection.Phase.GREETING;
import static io.zmq4j.internal.zmtp.ZmtpConnection.Phase.HANDSHAKE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.SocketType;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GreetingTest {

    @Test
    void shouldSendAllOfTheGreetingBeforeAnythingCame() {
        Side side = new Side(SocketType.PUSH);

        assertThat(side.connection.hasOutput()).isTrue();
        assertThat(side.connection.idle()).isFalse();
        assertThat(side.drain()).isEqualTo(bytes(0xFF, fill(7, 0), 1, 0x7F, 3, 1, "NULL", fill(48, 0)));
    }

    @Test
    void shouldPutTheRoutingIdSizeIntoThePaddingForPeersOfZmtpOne() {
        ZmtpSettings settings = new ZmtpSettings(SocketType.DEALER, fill(254, 7), Map.of(), -1, 1024);

        assertThat(new Side(settings, 1).drain()).startsWith(bytes(0xFF, fill(7, 0), 0xFF, 0x7F));
    }

    @Test
    void shouldSendReadyOnlyAfterTheWholeGreetingOfThePeer() {
        Side side = new Side(SocketType.PUSH);
        side.drain();
        byte[] peer = greeting(1);

        for (int i = 0; i < 63; i++) {
            side.feed(bytes(peer[i] & 0xFF));
            assertThat(side.connection.phase()).isEqualTo(GREETING);
            assertThat(side.connection.hasOutput()).isFalse();
        }
        side.feed(bytes(peer[63] & 0xFF));

        assertThat(side.connection.phase()).isEqualTo(HANDSHAKE);
        assertThat(side.drain()).isEqualTo(Wire.ready("PUSH"));
    }

    @Test
    void shouldNotReadBeyondTheGreeting() throws ProtocolException {
        Greeting greeting = new Greeting("NULL");
        ByteBuffer in = ByteBuffer.wrap(bytes(greeting(1), 4, 5));

        assertThat(greeting.decode(in)).isTrue();
        assertThat(in.position()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({"3,0,0", "3,1,1", "3,2,1", "3,255,1", "4,0,1", "4,1,1", "255,255,1"})
    void shouldAcceptEveryVersionFromThreeOn(int major, int minor, int spoken) {
        Side side = new Side(SocketType.PUSH).feed(greeting(major, minor, "NULL"), Wire.ready("PULL"));

        assertThat(side.peer.minor()).isEqualTo(spoken);
    }

    @Test
    void shouldIgnorePaddingSignatureRestAsServerAndFiller() {
        byte[] odd = bytes(0xFF, fill(8, 0xAB), 0x01, 3, 1, "NULL", fill(16, 0), 1, fill(31, 0xCD));

        assertThat(new Side(SocketType.PUSH).feed(odd, Wire.ready("PULL")).peer.type())
                .isEqualTo(SocketType.PULL);
    }

    static Stream<Arguments> hostile() {
        String http = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        return Stream.of(
                Arguments.of("HTTP", bytes(http), 1),
                Arguments.of("HTTP/2 preface", bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 1),
                Arguments.of("TLS hello", bytes(0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3), 1),
                Arguments.of("SSH", bytes("SSH-2.0-OpenSSH_9.6\r\n"), 1),
                Arguments.of("sneaky ZMTP/1", bytes(1, 0, 8, 0, "sneaky", 0), 1),
                Arguments.of("ZMTP/1 long identity", bytes(0xFF, fill(7, 0), 9, 0, fill(60, 65)), 10),
                Arguments.of("CVE-2019-6250", bytes(0xFF, fill(8, 0), 1, 1, 0, 2, fill(8, 0xFF), fill(8215, 65)), 11),
                Arguments.of("telnet", bytes(0xFF, 0xFB, 0x18, 0xFF, 0xFB, 0x1F, 0xFF, 0xFB, 0x20, 0xFE), 10),
                Arguments.of("scanner", bytes(fill(8, 0xFF), 0xE2, fill(40, 0xAA)), 10),
                Arguments.of("revision 0", bytes(0xFF, fill(8, 0), 0x7F, 0, 8), 11),
                Arguments.of("revision 1 = ZMTP 2.0", bytes(0xFF, fill(8, 0), 0x7F, 1, 8), 11),
                Arguments.of("revision 2", bytes(0xFF, fill(8, 0), 0x7F, 2), 11));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void shouldRefuseAtTheFirstWrongByte(String name, byte[] input, int refusedAfter) {
        Side side = new Side(SocketType.PULL);
        side.feed(java.util.Arrays.copyOf(input, refusedAfter - 1));

        assertThatThrownBy(() -> side.feed(bytes(input[refusedAfter - 1] & 0xFF)))
                .isInstanceOfSatisfying(
                        Side.Refused.class, e -> assertThat(e.code).isEqualTo(0x10000000))
                .hasMessageStartingWith("greeting byte " + (refusedAfter - 1) + " is ");
        assertThatThrownBy(() -> side.feed(greeting(1), Wire.ready("PUSH"), Wire.message("x")))
                .as("nothing is decoded any more")
                .isInstanceOf(Side.Refused.class);
        assertThat(side.events).isEmpty();
    }

    static Stream<Arguments> mechanisms() {
        return Stream.of(
                Arguments.of("NULLX", "\"NULLX\""),
                Arguments.of("NUL", "\"NUL\""),
                Arguments.of("null", "\"null\""),
                Arguments.of("", "\"\""),
                Arguments.of("\0NULL", "\"?NULL\""),
                Arguments.of("NULL\0X", "\"NULL?X\""),
                Arguments.of("PLAIN", "\"PLAIN\""),
                Arguments.of("CURVE", "\"CURVE\""),
                Arguments.of("AAAAAAAAAAAAAAAAAAAA", "\"AAAAAAAAAAAAAAAAAAAA\""));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mechanisms")
    void shouldRefuseAnotherMechanism(String mechanism, String shown) {
        assertThatThrownBy(() -> new Side(SocketType.PUSH).feed(greeting(3, 1, mechanism)))
                .isInstanceOfSatisfying(
                        Side.Refused.class, e -> assertThat(e.code).isEqualTo(0x11000002))
                .hasMessage("peer's security mechanism is " + shown + ", here it is \"NULL\"");
    }
}
