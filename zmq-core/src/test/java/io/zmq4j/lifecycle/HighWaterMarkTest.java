package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.ZmqTimeoutException;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class HighWaterMarkTest {

    private static final Duration WAIT = Duration.ofMillis(100);

    /** The kernel probes a full peer after 200 ms at the earliest, and may find some more room. */
    private static final Duration UNTIL_KERNEL_IS_FULL = Duration.ofMillis(500);

    private static final Duration GRACE = Duration.ofMillis(500);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @Test
    void shouldTakeTheSumOfBothMarksWhenTheTransportIsInproc() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.INPROC, options -> options.receiveHwm(7));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(5));
        int sent = 0;
        while (push.trySend(Msg.of("m" + sent))) {
            sent++;
        }
        assertThat(sent).isEqualTo(12);
        for (int i = 0; i < sent; i++) {
            TestSockets.assertReceives(pull, "m" + i);
        }
        assertThat(push.trySend(Msg.of("room again"))).isTrue();
    }

    @Test
    void shouldTakeEverythingWhenThereIsNoMark() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.INPROC, options -> options.receiveHwm(0));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(5));
        for (int i = 0; i < 10_000; i++) {
            assertThat(push.trySend(Msg.of("m"))).isTrue();
        }
        assertThat(pull.stats().receiveQueue()).isEqualTo(10_000);
    }

    @Test
    void shouldCountExactlyWhatAPublisherDrops() {
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.INPROC, options -> options.sendHwm(10));
        List<ZmqSocket> subs = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ZmqSocket sub = sockets.connected(SocketType.SUB, pub, options -> options.receiveHwm(10));
            sub.subscribe("");
            subs.add(sub);
        }
        // the subscriptions travel inside this process and are read before the next message is sent
        for (int i = 0; i < 100; i++) {
            assertThat(pub.trySend(Msg.of("m" + i))).isTrue();
        }
        assertThat(pub.stats().messagesSent()).isEqualTo(100);
        assertThat(pub.stats().dropped()).containsEntry(DropReason.HWM, 3L * 80);
        for (ZmqSocket sub : subs) {
            for (int i = 0; i < 20; i++) {
                TestSockets.assertReceives(sub, "m" + i);
            }
            assertThat(sub.tryReceive()).isNull();
        }
    }

    @Test
    void shouldLoseNothingForTheFastSubscriberWhenAnotherIsStuck() {
        ZmqSocket pub = sockets.bound(SocketType.XPUB, Transport.TCP, options -> options.sendHwm(100));
        ZmqSocket stuck = sockets.connected(SocketType.SUB, pub, options -> options.receiveHwm(1));
        stuck.subscribe("s");
        TestSockets.assertReceives(pub, "\u0001s");
        ZmqSocket fast = sockets.connected(SocketType.SUB, pub);
        fast.subscribe("");
        TestSockets.assertReceives(pub, "\u0001");
        byte[] body = new byte[100_000];
        for (int i = 0; i < 500; i++) {
            pub.send(Msg.of("s".getBytes(), body));
            assertThat(fast.receive().length(1)).isEqualTo(body.length);
        }
        long dropped = pub.stats().droppedTotal();
        assertThat(dropped).isPositive();
        for (long i = dropped; i < 500; i++) {
            assertThat(stuck.receive().length(1)).isEqualTo(body.length);
        }
        TestSockets.assertSilent(stuck);
    }

    @OverTransports
    void shouldWakeABlockedSenderWhenThereIsRoomAgain(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.receiveHwm(2));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(2));
        Msg large = Msg.of(new byte[100_000]);
        int[] sent = {0};
        while (push.send(large, WAIT) || push.send(large, UNTIL_KERNEL_IS_FULL)) {
            sent[0]++;
        }
        Crew crew = new Crew();
        Thread blocked = crew.once("blocked", () -> push.send(Msg.of("the last one")));
        Waiting.staysTrue("it waits", blocked::isAlive);
        for (int i = 0; i < sent[0]; i++) {
            assertThat(pull.receive().length(0)).isEqualTo(100_000);
        }
        TestSockets.assertReceives(pull, "the last one");
        crew.assertDone();
    }

    @Test
    void shouldTakeMoreWhenTheMarkIsRaisedWhileMessagesWait() {
        ZmqSocket placeholder = sockets.bound(SocketType.PULL, Transport.TCP);
        String endpoint = TestSockets.endpointOf(placeholder);
        placeholder.close();
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.sendHwm(2));
        push.connect(endpoint);
        assertThat(push.trySend(Msg.of("1"))).isTrue();
        assertThat(push.trySend(Msg.of("2"))).isTrue();
        assertThat(push.trySend(Msg.of("3"))).isFalse();
        push.reconfigure(config -> config.toBuilder().sendHwm(4).build());
        assertThat(push.send(Msg.of("3"), Waiting.SOON)).isTrue();
        assertThat(push.send(Msg.of("4"), Waiting.SOON)).isTrue();
        assertThat(push.trySend(Msg.of("5"))).isFalse();
    }

    @OverTransports
    void shouldReturnAfterTheTimeoutWhenNothingCanBeSentOrReceived(Transport transport) {
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, transport);
        long start = System.nanoTime();
        assertThat(dealer.send(Msg.of("x"), WAIT)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(WAIT, WAIT.plus(GRACE));
        start = System.nanoTime();
        assertThat(dealer.receive(WAIT)).isNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(WAIT, WAIT.plus(GRACE));
        assertThat(dealer.sendAll(List.of(Msg.of("x"), Msg.of("y")), WAIT)).isZero();
        assertThat(dealer.receive(new ArrayList<Msg>(), 10, WAIT)).isZero();
        dealer.reconfigure(config ->
                config.toBuilder().sendTimeout(WAIT).receiveTimeout(WAIT).build());
        assertThatThrownBy(() -> dealer.send(Msg.of("x"))).isInstanceOf(ZmqTimeoutException.class);
        assertThatThrownBy(dealer::receive).isInstanceOf(ZmqTimeoutException.class);
    }

    @OverTransports
    void shouldTakeManyAtOnceWhenTheyAreThere(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        List<Msg> batch = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            batch.add(Msg.of("m" + i));
        }
        assertThat(push.sendAll(batch, SocketConfig.FOREVER)).isEqualTo(500);
        List<Msg> received = new ArrayList<>();
        while (received.size() < 500) {
            assertThat(pull.receive(received, 500 - received.size(), Waiting.SOON))
                    .isPositive();
        }
        assertThat(received).isEqualTo(batch);
    }
}
