package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.int64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ZMTP 1.0 and 2.0, byte by byte. Numbers of socket types: PUB 1, SUB 2, DEALER 5, ROUTER 6, PULL 7, PUSH 8, XSUB 10. */
class OldPeersTest {

    private static final byte[] SIGNATURE = bytes(0xFF, fill(8, 0), 0x7F);

    private static ZmtpSettings settings(SocketType type, ZmtpVersion oldest, String routingId) {
        return new ZmtpSettings(type, bytes(routingId), Map.of(), -1, 1024, oldest);
    }

    private static Side side(SocketType type) {
        return new Side(settings(type, ZmtpVersion.V1, ""), Integer.MAX_VALUE);
    }

    /** A frame of ZMTP 1.0. */
    private static byte[] frame1(int flags, Object... body) {
        byte[] content = bytes(body);
        return content.length < 254
                ? bytes(content.length + 1, flags, content)
                : bytes(0xFF, int64(content.length + 1), flags, content);
    }

    // -- the greeting --

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

    // -- traffic --

    private static Side ready(int revision, SocketType type, int peer, long maxMessageSize, int maxFrames) {
        ZmtpSettings limited = new ZmtpSettings(type, new byte[0], Map.of(), maxMessageSize, maxFrames, ZmtpVersion.V1);
        Side side = new Side(limited, Integer.MAX_VALUE);
        side.feed(revision < 0 ? bytes(1, 0) : bytes(SIGNATURE, revision, peer, revision == 0 ? 1 : 0, 0));
        side.drain();
        side.events.clear();
        return side;
    }

    private static Side ready(int revision, SocketType type, int peer) {
        return ready(revision, type, peer, -1, 1024);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void shouldSpeakFramesOfOne(int revision) {
        Side side = ready(revision, SocketType.DEALER, 6);
        byte[] in =
                bytes(frame1(1, "a"), frame1(1), frame1(0, "b"), frame1(0, fill(253, 'c')), frame1(0, fill(254, 'd')));
        side.feed(in, frame1(0, fill(100_000, 'e')), frame1(0));

        assertThat(side.events)
                .containsExactly(
                        "message [a, , b]",
                        "message [" + "c".repeat(253) + "]",
                        "message [" + "d".repeat(254) + "]",
                        "message [" + "e".repeat(100_000) + "]",
                        "message []");
        ByteSink sink = new ByteSink(side);
        side.messages.forEach(sink::send);
        assertThat(sink.bytes()).isEqualTo(bytes(in, frame1(0, fill(100_000, 'e')), frame1(0)));
        assertThat(side.connection.idle()).isTrue();
    }

    @Test
    void shouldSpeakFramesOfTwo() {
        Side side = ready(1, SocketType.DEALER, 6);
        byte[] in = bytes(1, 1, "a", 1, 0, 0, 1, "b", 0, 255, fill(255, 'c'), 2, int64(256), fill(256, 'd'), 0, 0);
        side.feed(in);

        assertThat(side.events).hasSize(4).first().isEqualTo("message [a, , b]");
        ByteSink sink = new ByteSink(side);
        side.messages.forEach(sink::send);
        assertThat(sink.bytes()).isEqualTo(in);
        assertThat(side.feed(2, int64(3), "abc").events).last().isEqualTo("message [abc]");
    }

    /** Sends one message after the other, as an engine does. */
    private static final class ByteSink {
        private final Side side;
        private byte[] written = {};

        ByteSink(Side side) {
            this.side = side;
        }

        void send(Msg msg) {
            assertThat(side.connection.idle()).isTrue();
            side.connection.send(msg);
            written = Wire.bytes(written, side.drain());
        }

        byte[] bytes() {
            return written;
        }
    }

    @Test
    void shouldSubscribeByMessages() {
        for (int revision : new int[] {-1, 0}) {
            Side side = ready(revision, SocketType.SUB, 1);
            side.connection.sendSubscription(true, bytes("A"));
            side.connection.sendSubscription(false, bytes("A"));
            side.connection.sendSubscription(true, fill(255, 'x'));
            assertThat(side.drain())
                    .isEqualTo(bytes(3, 0, 1, "A", 3, 0, 0, "A", 0xFF, int64(257), 0, 1, fill(255, 'x')));
        }
        Side side = ready(1, SocketType.SUB, 1);
        side.connection.sendSubscription(true, bytes("A"));
        side.connection.sendSubscription(false, bytes("A"));
        side.connection.sendSubscription(true, fill(255, 'x'));
        assertThat(side.drain()).isEqualTo(bytes(0, 2, 1, "A", 0, 2, 0, "A", 2, int64(256), 1, fill(255, 'x')));
    }

    @Test
    void shouldDecodeTheSameAtEverySplitPoint() {
        for (byte[] opening : List.of(bytes(3, 0, "id"), bytes(SIGNATURE, 0, 5, 3, 0, "id"))) {
            byte[] session = bytes(opening, frame1(1, "one"), frame1(0, fill(300, 'x')), frame1(0), frame1(0, "last"));
            assertSameAtEverySplitPoint(session, 4);
        }
        byte[] session =
                bytes(SIGNATURE, 1, 5, 0, 2, "id", 1, 3, "one", 2, int64(300), fill(300, 'x'), 0, 0, 0, 1, "y");
        assertSameAtEverySplitPoint(session, 4);
    }

    private static void assertSameAtEverySplitPoint(byte[] session, int events) {
        List<String> whole = new ArrayList<>(side(SocketType.ROUTER).feed(session).events);
        assertThat(whole).hasSize(events);
        for (int cut = 0; cut <= session.length; cut++) {
            Side side = side(SocketType.ROUTER);
            side.feed(Arrays.copyOf(session, cut)).feed(Arrays.copyOfRange(session, cut, session.length));
            assertThat(side.events).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    // -- hostile bytes --

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

    static Stream<Arguments> hostileFrames() {
        return Stream.of(
                Arguments.of(-1, bytes(0)),
                Arguments.of(-1, bytes(0xFF, int64(0), 0)),
                Arguments.of(-1, bytes(0xFF, int64(-1), 0, fill(100, 1))),
                Arguments.of(-1, bytes(0xFF, int64(Long.MIN_VALUE), 0)),
                Arguments.of(-1, bytes(0xFF, int64(Long.MAX_VALUE), 0)),
                Arguments.of(-1, bytes(0xFF, int64(1L << 31), 0)),
                Arguments.of(-1, bytes(0xFF, int64(1L << 32), 0)),
                Arguments.of(-1, bytes(2, 2, "x")),
                Arguments.of(-1, bytes(2, 0x80, "x")),
                Arguments.of(-1, bytes(0xFF, int64(2), 4, "x")),
                Arguments.of(1, bytes(4, 5, 4, "PING")),
                Arguments.of(1, bytes(4, 0)),
                Arguments.of(1, bytes(8, 1, "x")),
                Arguments.of(1, bytes(6, int64(3), "abc")),
                Arguments.of(1, bytes(2, int64(-1), fill(100, 1))),
                Arguments.of(1, bytes(2, int64(1L << 31))));
    }

    @ParameterizedTest
    @MethodSource("hostileFrames")
    void shouldRefuseAFrameThatIsWrong(int revision, byte[] frame) {
        Side side = ready(revision, SocketType.PULL, 8);

        assertThatThrownBy(() -> side.feed(frame)).isInstanceOfSatisfying(Side.Refused.class, e -> assertThat(e.code)
                .isEqualTo(0x10000012));
        assertThatThrownBy(() -> side.feed(1, 0)).as("nothing more").isInstanceOf(Side.Refused.class);
        assertThat(side.events).isEmpty();
    }

    @Test
    void shouldKeepToTheLimits() {
        for (int revision : new int[] {-1, 0, 1}) {
            boolean one = revision < 1;
            Side size = ready(revision, SocketType.PULL, 8, 300, 3);
            size.feed(one ? frame1(0, fill(300, 'x')) : Wire.frame(0, fill(300, 'x')));
            size.feed(one ? frame1(1, fill(200, 'x')) : Wire.frame(1, fill(200, 'x')));
            assertThatThrownBy(() -> size.feed(one ? frame1(0, fill(101, 'x')) : Wire.frame(0, fill(101, 'x'))))
                    .hasMessage("frame of 101 bytes, allowed: up to 100");
            Side frames = ready(revision, SocketType.PULL, 8, 300, 3);
            byte[] more = one ? frame1(1, "x") : Wire.frame(1, "x");
            frames.feed(more, more, more);
            assertThatThrownBy(() -> frames.feed(more)).hasMessage("message of more than 3 frames");
        }
    }

    @Test
    void shouldAllocateInStepsWhenALargeFrameIsAnnounced() throws ProtocolException {
        // 100 bodies of 2 GiB at once would fail
        for (int i = 0; i < 100; i++) {
            FrameDecoder1 fresh = new FrameDecoder1();
            fresh.messageLimit(Frame.LONGEST_BODY);
            assertThat(fresh.next(java.nio.ByteBuffer.wrap(bytes(0xFF, int64(Frame.LONGEST_BODY + 1L), 0, "xyz"))))
                    .isNull();
            kept.add(fresh);
        }
    }

    /** So that 100 announced bodies are there at once. */
    private final List<FrameDecoder1> kept = new ArrayList<>();

    @Test
    void shouldRefuseRandomBytesOrTakeThemAsMessages() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            int revision = random.nextInt(3) - 1;
            Side side = ready(revision, SocketType.XPUB, 2, 10_000, 10);
            try {
                side.feed(noise);
            } catch (Side.Refused e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            assertThat(side.messages).allMatch(msg -> msg.byteCount() <= noise.length);
        }
    }
}
