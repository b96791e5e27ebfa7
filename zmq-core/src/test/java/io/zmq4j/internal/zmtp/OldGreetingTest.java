package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.OldPeers.SIGNATURE;
import static io.zmq4j.internal.zmtp.OldPeers.settings;
import static io.zmq4j.internal.zmtp.OldPeers.side;
import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How peers of ZMTP 1.0 and 2.0 greet, byte by byte. Numbers of socket types: PUB 1, SUB 2, DEALER 5, ROUTER 6,
 * PULL 7, PUSH 8, XSUB 10.
 */
class OldGreetingTest {

    @Test
    void shouldSendNoMoreThanASignatureBeforeThePeerHasSpoken() {
        Side side = new Side(settings(SocketType.DEALER, ZmtpVersion.V1, "me"), 1);

        assertThat(side.drain()).isEqualTo(bytes(0xFF, fill(7, 0), 3, 0x7F));
        side.feed(Arrays.copyOf(SIGNATURE, 9));
        assertThat(side.connection.hasOutput()).isFalse();
        side.feed(bytes(0x7F));
        assertThat(side.drain()).as("the major version").isEqualTo(bytes(3));
        assertThat(side.connection.phase()).isEqualTo(ZmtpConnection.Phase.GREETING);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldSpeakVersionThreeWithThoseWhoDo(int minor) {
        Side side = side(SocketType.PUSH);
        byte[] sent = bytes(side.drain(), side.feed(Wire.greeting(minor)).drain());

        assertThat(sent).isEqualTo(bytes(0xFF, fill(7, 0), 1, 0x7F, 3, 1, "NULL", fill(48, 0), Wire.ready("PUSH")));
        side.feed(Wire.ready("PULL"));
        assertThat(side.peer.version()).isEqualTo(ZmtpVersion.V3);
        assertThat(side.peer.minor()).isEqualTo(minor);
        side.connection.send(Msg.of("hello"));
        assertThat(side.drain()).isEqualTo(bytes(0, 5, "hello"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldShakeHandsWithAPeerOfTwo(int revision) {
        Side side = new Side(settings(SocketType.ROUTER, ZmtpVersion.V2, "me"), 1);
        side.drain();
        side.feed(SIGNATURE);
        side.drain();
        side.feed(bytes(revision));
        assertThat(side.drain()).as("type and routing id").isEqualTo(bytes(6, 0, 2, "me"));
        side.feed(bytes(5));
        assertThat(side.connection.phase()).isEqualTo(ZmtpConnection.Phase.HANDSHAKE);
        side.feed(bytes(0, 4, "peer"));

        assertThat(side.events).containsExactly("ready DEALER 3.0 id=peer {Identity=peer, Socket-Type=DEALER}");
        assertThat(side.peer.version()).isEqualTo(ZmtpVersion.V2);
    }

    @Test
    void shouldShakeHandsWithAPeerOfRevisionZero() {
        Side side = new Side(settings(SocketType.ROUTER, ZmtpVersion.V1, "me"), 1);
        side.drain();
        side.feed(SIGNATURE, 0);
        assertThat(side.drain()).isEqualTo(bytes(3, 6, 3, 0, "me"));
        side.feed(5, 1, 0, 3, 0, "hi");

        assertThat(side.events).containsExactly("ready DEALER 3.0 id= {Socket-Type=DEALER}", "message [hi]");
        assertThat(side.peer.version()).isEqualTo(ZmtpVersion.V1);
    }

    static Stream<Arguments> firstFrames() {
        return Stream.of(
                Arguments.of(bytes(1, 0), ""),
                Arguments.of(bytes(5, 0, "peer"), "peer"),
                Arguments.of(bytes(0xFF, int64(1), 0), ""),
                Arguments.of(bytes(0xFF, int64(5), 0, "peer"), "peer"),
                Arguments.of(bytes(0xFF, int64(256), 0, fill(255, 'p')), "p".repeat(255)));
    }

    @ParameterizedTest
    @MethodSource("firstFrames")
    void shouldShakeHandsWithAPeerWithoutAGreeting(byte[] first, String routingId) {
        for (int chunk : new int[] {1, 3, 10, 11, 1_000}) {
            Side side = new Side(settings(SocketType.ROUTER, ZmtpVersion.V1, "me"), chunk);
            assertThat(side.drain()).isEqualTo(bytes(0xFF, fill(7, 0), 3, 0x7F));
            side.feed(first);
            // the signature was the header of this
            assertThat(side.drain()).isEqualTo(bytes("me"));
            assertThat(Side.text(side.peer.routingId())).isEqualTo(routingId);
            assertThat(side.peer.version()).isEqualTo(ZmtpVersion.V1);
            assertThat(side.peer.metadata().get("Socket-Type")).isNull();
            side.feed(3, 0, "hi");
            assertThat(side.events).hasSize(2).last().isEqualTo("message [hi]");
        }
    }

    @Test
    void shouldLetASubscriberWithoutAGreetingHaveEverything() {
        for (SocketType type : new SocketType[] {SocketType.PUB, SocketType.XPUB}) {
            assertThat(side(type).feed(1, 0).events).containsExactly("ready SUB 3.0 id= {}", "subscribe ");
            // who has a greeting tells its subscriptions
            assertThat(side(type).feed(SIGNATURE, 0, 2, 1, 0, 3, 0, 1, "A").events)
                    .containsExactly("ready SUB 3.0 id= {Socket-Type=SUB}", "subscribe A");
            assertThat(side(type).feed(SIGNATURE, 1, 10, 0, 0, 0, 2, 1, "A", 0, 2, 0, "A").events)
                    .containsExactly("ready XSUB 3.0 id= {Socket-Type=XSUB}", "subscribe A", "cancel A");
        }
        assertThat(side(SocketType.PUSH).feed(1, 0).events).containsExactly("ready PULL 3.0 id= {}");
    }

    @ParameterizedTest
    @EnumSource(ZmtpVersion.class)
    void shouldRefuseWhoIsOlderThanAllowed(ZmtpVersion oldest) {
        Map<ZmtpVersion, byte[]> peers = Map.of(
                ZmtpVersion.V1, bytes(1, 0),
                ZmtpVersion.V2, bytes(SIGNATURE, 1, 7, 0, 0),
                ZmtpVersion.V3, bytes(Wire.greeting(1), Wire.ready("PULL")));
        peers.forEach((spoken, input) -> {
            Side side = new Side(settings(SocketType.PUSH, oldest, ""), Integer.MAX_VALUE);
            if (spoken.compareTo(oldest) >= 0) {
                assertThat(side.feed(input).peer.version()).isEqualTo(spoken);
            } else {
                assertThatThrownBy(() -> side.feed(input))
                        .isInstanceOf(Side.Refused.class)
                        .hasMessageContaining(spoken == ZmtpVersion.V1 ? "1.0" : "2.0")
                        .hasMessageStartingWith("greeting byte " + (spoken == ZmtpVersion.V1 ? 0 : 10) + " is ");
                assertThat(side.peer).isNull();
            }
        });
        byte[] revisionZero = bytes(SIGNATURE, 0, 7, 1, 0);
        if (oldest != ZmtpVersion.V1) {
            assertThatThrownBy(() -> new Side(settings(SocketType.PUSH, oldest, ""), 1).feed(revisionZero))
                    .isInstanceOf(Side.Refused.class)
                    .hasMessageContaining("ZMTP 1.0");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SocketType.class,
            names = {"CLIENT", "SERVER", "RADIO", "DISH", "SCATTER", "GATHER", "CHANNEL", "PEER"})
    void shouldRefuseOldPeersOfTypesThatTheyDoNotKnow(SocketType type) {
        assertThatThrownBy(() -> side(type).feed(1)).hasMessageEndingWith("allowed: 3.0 and newer with " + type);
        assertThatThrownBy(() -> side(type).feed(SIGNATURE, 1)).isInstanceOf(Side.Refused.class);
    }

    @ParameterizedTest
    @CsvSource({"0,PAIR,0", "1,SUB,1", "2,PUB,2", "3,REP,3", "4,REQ,4", "5,ROUTER,5", "6,DEALER,6", "7,PUSH,7"})
    void shouldSendAndReadTheNumbersOfTheTypes(int theirs, SocketType ours, int same) {
        assertThat(side(ours).feed(SIGNATURE, 1, theirs, 0, 0).peer.type().ordinal())
                .isEqualTo(same);
        Side side = new Side(settings(SocketType.values()[theirs], ZmtpVersion.V2, ""), 1);
        side.feed(SIGNATURE, 1);
        assertThat(side.drain()).isEqualTo(bytes(0xFF, fill(7, 0), 1, 0x7F, 3, theirs, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 8, 11, 99, 255})
    void shouldRefuseATypeThatDoesNotFit(int number) {
        for (int revision : new int[] {0, 1}) {
            assertThatThrownBy(() -> side(SocketType.PUSH).feed(SIGNATURE, revision, number))
                    .hasMessage("a peer of socket type number " + number + " cannot talk to PUSH, allowed: [PULL]");
        }
    }

    static Stream<Arguments> hostileOpenings() {
        return Stream.of(
                Arguments.of("HTTP", bytes("GET / HTTP/1.1\r\n")),
                Arguments.of("TLS", bytes(0x16, 3, 1, 2, 0, 1)),
                Arguments.of("SSH", bytes("SSH-2.0-OpenSSH")),
                Arguments.of("zeros", fill(10, 0)),
                Arguments.of("routing id with MORE", bytes(2, 1, "x")),
                Arguments.of("routing id that begins with 0", bytes(3, 0, 0, "x")),
                Arguments.of("routing id of 256 bytes", bytes(0xFF, int64(257), 0)),
                Arguments.of("routing id of 2^63 bytes", bytes(0xFF, int64(Long.MIN_VALUE), 0)),
                Arguments.of("length 0 in the long form", bytes(0xFF, int64(0), 0)),
                Arguments.of("telnet", bytes(0xFF, 0xFB, 0x18, 0xFF, 0xFB, 0x1F, 0xFF, 0xFB, 0x20, 0xFE)),
                Arguments.of("CVE-2019-6250", bytes(0xFF, fill(8, 0), 1, 1, 0, 2, fill(8, 0xFF), fill(8215, 65))),
                Arguments.of("2.0: routing id with MORE", bytes(SIGNATURE, 1, 5, 1, 1, "x")),
                Arguments.of("2.0: routing id of 256 bytes", bytes(SIGNATURE, 1, 5, 2, int64(256), fill(256, 'x'))),
                Arguments.of("2.0: a command", bytes(SIGNATURE, 1, 5, 4, 6, 5, "READY")),
                Arguments.of("1.0: length 0", bytes(SIGNATURE, 0, 5, 0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileOpenings")
    void shouldRefuseAnOpeningThatIsWrong(String name, byte[] input) {
        for (int chunk : new int[] {1, 7, 10_000}) {
            Side side = new Side(settings(SocketType.ROUTER, ZmtpVersion.V1, ""), chunk);
            assertThatThrownBy(() -> side.feed(input))
                    .as("in chunks of %d", chunk)
                    .isInstanceOf(Side.Refused.class);
            assertThat(side.peer).isNull();
        }
    }
}
