package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
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
}
