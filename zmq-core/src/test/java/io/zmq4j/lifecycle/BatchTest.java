package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages sent and received many at a time. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class BatchTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static List<Msg> messages(int count) {
        return IntStream.range(0, count).mapToObj(i -> Msg.of("message " + i)).toList();
    }

    @OverTransports
    void shouldTakeWhatIsThereWhenABatchIsReceived(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        assertThat(push.sendAll(messages(100), Waiting.SOON)).isEqualTo(100);
        Waiting.until("all are there", () -> pull.stats().receiveQueue() == 100);
        List<Msg> into = new ArrayList<>();
        assertThat(pull.receive(into, 60, Waiting.SOON)).isEqualTo(60);
        assertThat(pull.receive(into, 60, Waiting.SOON)).isEqualTo(40);
        assertThat(pull.receive(into, 60, Duration.ZERO)).isZero();
        assertThat(into).isEqualTo(messages(100));
    }

    @OverTransports
    void shouldSayHowManyWereSentWhenTheRestFindsNoRoom(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.receiveHwm(5));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(5));
        int sent = push.sendAll(
                IntStream.range(0, 1_000)
                        .mapToObj(i -> Msg.of(new byte[100_000]))
                        .toList(),
                Duration.ofMillis(200));
        assertThat(sent).isBetween(5, 999);
        List<Msg> into = new ArrayList<>();
        while (into.size() < sent) {
            assertThat(pull.receive(into, sent, Waiting.SOON)).isPositive();
        }
        assertThat(pull.tryReceive()).isNull();
    }

    @OverTransports
    void shouldTakeOneRequestAtATimeWhenTheSocketIsRep(Transport transport) {
        ZmqSocket rep = sockets.bound(SocketType.REP, transport);
        ZmqSocket one = sockets.connected(SocketType.REQ, rep);
        ZmqSocket other = sockets.connected(SocketType.REQ, rep);
        one.send(Msg.of("question"));
        other.send(Msg.of("question"));
        Waiting.until("both are there", () -> rep.stats().receiveQueue() == 2);
        for (int i = 0; i < 2; i++) {
            List<Msg> into = new ArrayList<>();
            assertThat(rep.receive(into, 10, Waiting.SOON)).isOne();
            rep.send(Msg.of("answer"));
        }
        List<Msg> answers = new ArrayList<>();
        assertThat(one.receive(answers, 10, Waiting.SOON)).isOne();
        assertThat(other.receive(answers, 10, Waiting.SOON)).isOne();
    }

    @OverTransports
    void shouldReturnAtOnceOrInTimeWhenThereIsNothingToDo(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.bound(SocketType.PUSH, transport);
        List<Msg> into = new ArrayList<>();
        for (int millis : new int[] {0, 50}) {
            Duration limit = Duration.ofMillis(millis);
            long start = System.nanoTime();
            assertThat(pull.receive(into, 10, limit)).isZero();
            assertThat(push.sendAll(messages(3), limit)).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(limit.multipliedBy(2), limit.multipliedBy(2).plus(Waiting.SOON.dividedBy(4)));
        }
        assertThat(push.sendAll(List.of(), SocketConfig.FOREVER)).isZero();
        assertThat(into).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pull.receive(into, 0, Duration.ZERO))
                .withMessage("max is 0, allowed: from 1");
    }

    @OverTransports
    void shouldSendTheRestWhenRoomComesInTime(Transport transport) {
        int count = 2_000;
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.receiveHwm(10));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(10));
        Crew crew = new Crew();
        crew.once("sender", () -> assertThat(push.sendAll(messages(count), Waiting.SOON))
                .isEqualTo(count));
        List<Msg> into = new ArrayList<>();
        while (into.size() < count) {
            assertThat(pull.receive(into, 7, Waiting.SOON)).isBetween(1, 7);
        }
        assertThat(into).isEqualTo(messages(count));
        crew.assertDone();
    }

    @OverTransports
    void shouldTellWhatWasTakenWhenTheSenderIsInterruptedOrClosed(Transport transport) {
        for (boolean close : new boolean[] {false, true}) {
            ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.receiveHwm(5));
            ZmqSocket push = sockets.connected(
                    SocketType.PUSH, pull, options -> options.sendHwm(5).linger(Waiting.SOON));
            List<Msg> large = IntStream.range(0, 1_000)
                    .mapToObj(i -> Msg.of(new byte[100_000]))
                    .toList();
            AtomicInteger sent = new AtomicInteger();
            Crew crew = new Crew();
            Thread sender = crew.once("sender", () -> {
                sent.set(push.sendAll(large, SocketConfig.FOREVER));
                assertThat(sent.get()).isBetween(5, 999);
                if (!close) {
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    assertThatThrownBy(() -> push.sendAll(large, SocketConfig.FOREVER))
                            .isInstanceOf(ZmqInterruptedException.class);
                }
            });
            Waiting.until("it waits for room", () -> {
                long before = push.stats().messagesSent();
                Waiting.staysTrue("a moment passes", sender::isAlive);
                return before >= 5 && push.stats().messagesSent() == before;
            });
            if (close) {
                push.close();
            } else {
                sender.interrupt();
            }
            crew.assertDone();
            List<Msg> into = new ArrayList<>();
            while (into.size() < sent.get()) {
                assertThat(pull.receive(into, 1_000, Waiting.SOON)).isPositive();
            }
            assertThat(pull.receive(Waiting.MOMENT)).isNull();
        }
    }

    @Test
    void shouldTellWhatWasTakenWhenALaterMessageCannotBeSent() {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, Transport.TCP, options -> options.routerMandatory(true));
        ZmqSocket dealer = sockets.connected(SocketType.DEALER, router, options -> options.routingId("a"));
        TestSockets.awaitPeers(router, 1);
        dealer.send(Msg.of("hello"));
        TestSockets.assertReceives(router, "a", "hello");
        List<Msg> msgs = List.of(Msg.of("a", "1"), Msg.of("a", "2"), Msg.of("b", "3"), Msg.of("a", "4"));
        assertThat(router.sendAll(msgs, Waiting.SOON)).isEqualTo(2);
        assertThatThrownBy(() -> router.sendAll(msgs.subList(2, 4), Waiting.SOON))
                .isInstanceOf(UnroutableException.class);
        assertThat(router.stats().messagesSent()).isEqualTo(2);
        TestSockets.assertReceives(dealer, "1");
        TestSockets.assertReceives(dealer, "2");
        TestSockets.assertSilent(dealer);
    }

    @OverTransports
    void shouldThrowWhenAReceiverIsInterruptedBeforeTheFirstMessage(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        List<Msg> into = new ArrayList<>();
        Crew crew = new Crew();
        Thread receiver = crew.once("receiver", () -> {
            assertThatThrownBy(() -> pull.receive(into, 10, SocketConfig.FOREVER))
                    .isInstanceOf(ZmqInterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
        Waiting.staysTrue("it waits", receiver::isAlive);
        receiver.interrupt();
        crew.assertDone();
        assertThat(into).isEmpty();
    }
}
