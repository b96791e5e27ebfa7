package io.zmq4j.interop;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.testing.LibZmqOption;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Waiting;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Slow readers, late readers, and messages that are too large, the sender being the first part. */
class FlowInteropTest extends LibZmqScenarios {

    private static final Setting FEW = Setting.hwm(5);
    private static final Setting NO_DROP = Setting.on(SocketConfigBuilder::xpubNoDrop, LibZmqOption.XPUB_NODROP);
    private static final Setting CONFLATE = Setting.on(SocketConfigBuilder::conflate, LibZmqOption.CONFLATE);
    private static final Setting LINGER =
            Setting.of(SocketConfigBuilder::linger, LibZmqOption.LINGER, Waiting.SOON.multipliedBy(2));

    /** More than the buffers of the kernel and a few messages. */
    private static final int MANY = 1_000;

    private static final int SIZE = 1 << 16;
    private static final int HUGE = 64 << 20;
    private static final int LIMIT = 1_000;

    private static byte[] numbered(int number, int size) {
        return ByteBuffer.allocate(size).putInt(number).array();
    }

    private static int numberOf(List<byte[]> message) {
        return ByteBuffer.wrap(message.get(0)).getInt();
    }

    private static boolean trySend(PeerSocket sender, int number) {
        return sender.send(List.of(numbered(number, SIZE)), Duration.ZERO);
    }

    /** The sender is held up by a receiver that reads nothing, and goes on when it reads. */
    private static void assertHeldUpAndComplete(PeerSocket sender, PeerSocket receiver) {
        Waiting.until("the first message", () -> trySend(sender, 0));
        int sent = 1;
        int refusals = 0;
        // what was refused may be taken a moment later, as the kernel's buffers grow
        while (refusals < 3 && sent < MANY) {
            if (sender.send(List.of(numbered(sent, SIZE)), Duration.ofMillis(20))) {
                sent++;
            } else {
                refusals++;
            }
        }
        assertThat(sent).as("taken though nobody reads").isLessThan(MANY);
        int all = sent + 50;
        for (int received = 0; received < all; received++) {
            assertThat(numberOf(receive(receiver))).isEqualTo(received);
            if (sent < all && trySend(sender, sent)) {
                sent++;
            } else if (sent == received + 1 && sent < all) {
                int next = sent++;
                Waiting.until("room again", () -> trySend(sender, next));
            }
        }
        assertThat(sent).isEqualTo(all);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldHoldTheSenderUpWhenTheReaderIsSlow(Way way) {
        PeerSocket push = first(way, PUSH, FEW);
        PeerSocket pull = second(way, PULL, FEW);
        way.join(push, pull);
        assertHeldUpAndComplete(push, pull);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldHoldUpADealerWhenTheOtherOneIsSlow(Way way) {
        PeerSocket one = first(way, DEALER, FEW);
        PeerSocket other = second(way, DEALER, FEW);
        way.join(one, other);
        assertHeldUpAndComplete(one, other);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldHoldUpAPublisherThatMayDropNothing(Way way) {
        PeerSocket xpub = first(way, XPUB, FEW, NO_DROP);
        PeerSocket sub = joinedSubscriber(way, xpub);
        assertHeldUpAndComplete(xpub, sub);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldDropForASlowSubscriberAndServeItAgainLater(Way way) {
        PeerSocket xpub = first(way, XPUB, FEW);
        PeerSocket sub = joinedSubscriber(way, xpub);
        for (int i = 0; i < MANY; i++) {
            assertThat(trySend(xpub, i)).as("a publisher never waits").isTrue();
        }
        int received = 0;
        int last = -1;
        long deadline = System.nanoTime() + Waiting.SOON.toNanos();
        while (last < MANY) {
            assertThat(System.nanoTime() - deadline).as("nanos too late").isNegative();
            // may find no room yet either, or a libzmq that has not looked for it
            assertThat(trySend(xpub, MANY)).isTrue();
            List<byte[]> message = sub.receive(Duration.ofMillis(20));
            if (message != null) {
                assertThat(message.get(0)).hasSize(SIZE);
                assertThat(numberOf(message)).isGreaterThan(last);
                last = numberOf(message);
                received++;
            }
        }
        assertThat(received).as("not dropped").isBetween(2, MANY);
    }

    private PeerSocket joinedSubscriber(Way way, PeerSocket xpub) {
        PeerSocket sub = second(way, SUB, FEW);
        sub.subscribe(new byte[0]);
        way.join(xpub, sub);
        Line.awaitSubscription(xpub, sub, new byte[] {1});
        return sub;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldDeliverAllThatWasSentBeforeItWasClosedToALateReader(Way way) {
        PeerSocket push = first(way, PUSH, Setting.hwm(0), LINGER);
        PeerSocket pull = second(way, PULL, FEW);
        way.join(push, pull);
        for (int i = 0; i < MANY; i++) {
            assertThat(push.send(List.of(numbered(i, SIZE)), Waiting.SOON)).isTrue();
        }
        push.close();
        for (int i = 0; i < MANY; i++) {
            assertThat(numberOf(receive(pull))).isEqualTo(i);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldCarryHugeMessages(Way way) {
        PeerSocket push = first(way, PUSH);
        PeerSocket pull = second(way, PULL);
        way.join(push, pull);
        byte[] huge = Shapes.bytes(HUGE);
        assertThat(push.send(List.of(bytes("head"), huge, bytes("tail")), Waiting.SOON))
                .isTrue();
        List<byte[]> message = receive(pull);
        assertThat(message).hasSize(3);
        assertThat(Arrays.equals(message.get(1), huge)).as("equal bytes").isTrue();
        assertThat(message.get(2)).isEqualTo(bytes("tail"));
    }

    /** Not those in which libzmq connects to read: it does not connect again after what it takes for a broken protocol. */
    static Stream<Way> refusing() {
        return Way.all().filter(way -> !way.firstBinds() || !way.oursIsFirst());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusing")
    void shouldRefuseWhatIsTooLargeAndTakeTheNext(Way way) {
        PeerSocket push = first(way, PUSH);
        PeerSocket pull = second(way, PULL, Setting.maxMessageSize(LIMIT));
        way.join(push, pull);
        assertThat(push.send(List.of(numbered(0, LIMIT)), Waiting.SOON)).isTrue();
        assertThat(receive(pull).get(0)).hasSize(LIMIT);
        assertThat(push.send(List.of(numbered(1, LIMIT + 1)), Waiting.SOON)).isTrue();
        // what is sent before the loss is noticed goes down with the connection
        Waiting.until("a message after the refused one", () -> {
            push.send(List.of(numbered(2, LIMIT)), Duration.ofMillis(20));
            List<byte[]> message = pull.receive(Duration.ofMillis(20));
            assertThat(message == null || numberOf(message) == 2)
                    .as("not the one that is too large")
                    .isTrue();
            return message != null;
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#all")
    void shouldKeepOnlyTheNewestAtTheReader(Way way) {
        PeerSocket push = first(way, PUSH, Setting.hwm(0));
        PeerSocket pull = second(way, PULL, CONFLATE);
        way.join(push, pull);
        int all = 20 * MANY;
        for (int i = 1; i <= all; i++) {
            assertThat(push.send(List.of(numbered(i, Long.BYTES)), Waiting.SOON))
                    .isTrue();
        }
        int received = 0;
        int last = 0;
        while (last < all) {
            int number = numberOf(receive(pull));
            assertThat(number).isGreaterThan(last);
            last = number;
            received++;
        }
        assertThat(received).isLessThan(all);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#toSecond")
    void shouldKeepOnlyTheNewestForAReaderThatComesLater(Way way) {
        String endpoint = way.transport().endpointOfNobody();
        PeerSocket push = first(way, PUSH, CONFLATE);
        push.connect(endpoint);
        for (int i = 1; i <= 10; i++) {
            send(push, "value " + i);
        }
        PeerSocket pull = second(way, PULL);
        pull.bind(endpoint);
        assertReceives(pull, "value 10");
        send(push, "next");
        assertReceives(pull, "next");
    }
}
