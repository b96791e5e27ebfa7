package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.DropReason;
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
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What may wait for a peer or for the application, and how that is changed while messages wait. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class QueueOptionsTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    private static int fill(ZmqSocket sender, int most) {
        int sent = 0;
        while (sent < most && sender.trySend(Msg.of("m" + sent))) {
            sent++;
        }
        return sent;
    }

    private static void changeMarks(ZmqSocket socket, int sendHwm, int receiveHwm) {
        socket.reconfigure(config ->
                config.toBuilder().sendHwm(sendHwm).receiveHwm(receiveHwm).build());
    }

    @Test
    void shouldAddUpTheChangedMarksOfBothSidesWhenTheTransportIsInproc() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.INPROC, options -> options.receiveHwm(2));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(3));
        assertThat(fill(push, 100)).isEqualTo(5);
        changeMarks(pull, 1000, 10);
        assertThat(fill(push, 100)).isEqualTo(8);
        changeMarks(push, 5, 1000);
        assertThat(fill(push, 100)).isEqualTo(2);
        // none of one side is no mark at all, until it has one again
        changeMarks(pull, 1000, 0);
        assertThat(fill(push, 100)).isEqualTo(100);
        changeMarks(pull, 1000, 200);
        assertThat(fill(push, 1_000)).isEqualTo(205 - 115);
        // a lower mark drops nothing, and counts as soon as fewer wait
        changeMarks(pull, 1000, 1);
        for (int i = 0; i < 205; i++) {
            assertThat(i < 199 && push.trySend(Msg.of("no"))).isFalse();
            assertThat(pull.tryReceive()).isNotNull();
        }
        assertThat(push.send(Msg.of("room again"), Waiting.SOON)).isTrue();
        // the reader tells of every third one that it has read
        assertThat(fill(push, 100)).isBetween(3, 5);
    }

    @Test
    void shouldTakeMoreForAnInprocNameThatNobodyIsBoundToWhenTheMarkIsRaised() {
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.sendHwm(2));
        push.connect("inproc://nobody-yet");
        assertThat(fill(push, 100)).isEqualTo(2);
        changeMarks(push, 5, 1000);
        assertThat(fill(push, 100)).isEqualTo(3);
        ZmqSocket pull = sockets.socket(SocketType.PULL, options -> options.receiveHwm(4));
        pull.bind("inproc://nobody-yet");
        assertThat(fill(push, 100)).isEqualTo(4);
    }

    @Test
    void shouldUseTheMarksOfTheBoundSocketAsTheyAreWhenAPeerConnects() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.INPROC);
        changeMarks(pull, 1000, 4);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(3));
        assertThat(fill(push, 100)).isEqualTo(7);
    }

    @Test
    void shouldReadOnWhenTheMarkOfAnAcceptedConnectionIsRaised() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> options.receiveHwm(5));
        try (RawPeer peer = RawPeer.ready(endpointOf(pull), SocketType.PUSH)) {
            for (int i = 0; i < 20; i++) {
                peer.send(Wire.message("m" + i));
            }
            Waiting.until("the queue is full", () -> pull.stats().receiveQueue() == 5);
            Waiting.staysTrue("and no more is read", () -> pull.stats().receiveQueue() == 5);
            changeMarks(pull, 1000, 12);
            Waiting.until("more is read", () -> pull.stats().receiveQueue() == 12);
            changeMarks(pull, 1000, 0);
            Waiting.until("everything is read", () -> pull.stats().receiveQueue() == 20);
        }
    }

    @Test
    void shouldStopEarlierWhenTheMarkOfAConnectionIsLowered() {
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.sendHwm(1000));
        push.connect(server.endpoint());
        assertThat(fill(push, 10)).isEqualTo(10);
        changeMarks(push, 4, 1000);
        assertThat(fill(push, 10)).isZero();
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            for (int i = 0; i < 10; i++) {
                assertThat(peer.readTraffic().body()).isEqualTo(Wire.ascii("m" + i));
            }
            assertThat(push.send(Msg.of("again"), Waiting.SOON)).isTrue();
        }
    }

    @OverTransports
    void shouldWakeABlockedSenderWhenTheMarkIsRaised(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.receiveHwm(1));
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.sendHwm(1));
        // over tcp to somebody who never shakes hands
        push.connect(transport == Transport.INPROC ? endpointOf(pull) : server.endpoint());
        fill(push, 100);
        Crew crew = new Crew();
        Thread sender = crew.once("sender", () -> push.send(Msg.of("there is room now")));
        Waiting.staysTrue("it waits", sender::isAlive);
        changeMarks(push, 5, 1000);
        crew.assertDone();
    }

    @Test
    void shouldSendToANewPeerThoughTheSenderWaitsForAnother() {
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.sendHwm(1));
        push.connect(server.endpoint());
        try (RawPeer deaf = server.accept()) {
            fill(push, 100);
            Crew crew = new Crew();
            Thread sender = crew.once("sender", () -> push.send(Msg.of("for the new one")));
            Waiting.staysTrue("it waits", sender::isAlive);
            ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.INPROC);
            push.connect(endpointOf(pull));
            assertReceives(pull, "for the new one");
            crew.assertDone();
            assertThat(deaf.isClosedWithin(Duration.ofMillis(1))).isFalse();
        }
    }

    // -- bytes --

    private static Msg ofBytes(int size) {
        return Msg.of(new byte[size / 2], new byte[size - size / 2]);
    }

    @Test
    void shouldAddUpTheBytesOfBothSidesWhenTheTransportIsInproc() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.INPROC, options -> options.receiveHwm(0)
                .receiveHwmBytes(4_000));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwmBytes(6_000));
        int sent = 0;
        while (push.trySend(ofBytes(1_000))) {
            sent++;
        }
        assertThat(sent).isEqualTo(10);
        for (int i = 0; i < sent; i++) {
            assertThat(pull.tryReceive()).isNotNull();
        }
        assertThat(push.send(ofBytes(100_000), Waiting.SOON))
                .as("a message of any size goes alone")
                .isTrue();
        assertThat(push.trySend(ofBytes(0))).isFalse();
        assertThat(pull.receive().byteCount()).isEqualTo(100_000);
        assertThat(push.send(ofBytes(0), Waiting.SOON)).isTrue();
    }

    @Test
    void shouldStopAtTheBytesForAPeerThatDoesNotComeAndLoseNothing() {
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.sendHwmBytes(50_000));
        push.connect(server.endpoint());
        int sent = 0;
        while (push.trySend(Msg.of(new byte[8_000]))) {
            sent++;
        }
        assertThat(sent).isEqualTo(7);
        Crew crew = new Crew();
        crew.once("sender", () -> {
            for (int i = 0; i < 5_000; i++) {
                push.send(Msg.of(new byte[8_000]));
            }
        });
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            for (int i = 0; i < 5_007; i++) {
                assertThat(peer.readTraffic().body()).hasSize(8_000);
            }
            crew.assertDone();
        }
    }

    @Test
    void shouldReadNoMoreThanTheBytesThatMayWait() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> options.receiveHwmBytes(2_500));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        for (int i = 0; i < 20; i++) {
            push.send(ofBytes(1_000));
        }
        Waiting.until("the queue is full", () -> pull.stats().receiveQueue() == 3);
        Waiting.staysTrue("and no more is read", () -> pull.stats().receiveQueue() == 3);
        for (int i = 0; i < 20; i++) {
            assertThat(pull.receive().byteCount()).isEqualTo(1_000);
        }
    }

    @Test
    void shouldDropForASubscriberWhoseBytesAreUsedUp() {
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.INPROC, options -> options.sendHwmBytes(500));
        ZmqSocket sub = sockets.connected(
                SocketType.SUB, pub, options -> options.receiveHwm(0).receiveHwmBytes(500));
        sub.subscribe("");
        for (int i = 0; i < 20; i++) {
            pub.send(ofBytes(100));
        }
        assertThat(pub.stats().dropped()).containsEntry(DropReason.HWM, 10L);
        for (int i = 0; i < 10; i++) {
            assertThat(sub.tryReceive()).isNotNull();
        }
        assertThat(sub.tryReceive()).isNull();
    }

    // -- immediate --

    @Test
    void shouldQueueOnlyForPeersThatAreReadyWhenImmediate() {
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.immediate(true));
        push.connect(server.endpoint());
        try (RawPeer peer = server.accept()) {
            assertThat(push.send(Msg.of("not while the handshake lasts"), Waiting.MOMENT))
                    .isFalse();
            peer.handshake(SocketType.PULL);
            assertThat(push.send(Msg.of("now"), Waiting.SOON)).isTrue();
            assertThat(peer.readTraffic().body()).isEqualTo(Wire.ascii("now"));
        }
        Waiting.until("the loss is noticed", () -> push.stats().readyPeers() == 0);
        assertThat(push.trySend(Msg.of("not while it is away"))).isFalse();
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            assertThat(push.send(Msg.of("again"), Waiting.SOON)).isTrue();
            assertThat(peer.readTraffic().body()).isEqualTo(Wire.ascii("again"));
        }
    }

    @Test
    void shouldPassOverAPeerThatIsAwayWhenImmediate() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.immediate(true));
        push.connect(endpointOf(pull));
        TestSockets.awaitPeers(push, 1);
        String nobody = server.endpoint();
        server.close();
        push.connect(nobody);
        for (int i = 0; i < 10; i++) {
            push.send(Msg.of("m" + i));
            assertReceives(pull, "m" + i);
        }
    }

    // -- conflate --

    @OverTransports
    void shouldNeverLoseTheNewestValueWhenOnlyThatIsKept(Transport transport) {
        ZmqSocket sub = sockets.bound(SocketType.SUB, transport, options -> options.conflate(true));
        ZmqSocket pub = sockets.connected(SocketType.PUB, sub, options -> options.conflate(true));
        sub.subscribe("");
        Waiting.until("the subscription is known", () -> {
            assertThat(sub.tryReceive()).isNull();
            return pub.topicsCount() == 1;
        });
        int newest = -1;
        for (int round = 1; round <= 50; round++) {
            for (int i = 0; i < 100; i++) {
                pub.send(Msg.of("value", "" + (round * 100 + i)));
            }
            while (newest < round * 100 + 99) {
                Msg msg = sub.receive(Waiting.SOON);
                assertThat(msg).as("the newest of round %d", round).isNotNull();
                assertThat(Integer.parseInt(msg.string(1))).isGreaterThan(newest);
                newest = Integer.parseInt(msg.string(1));
            }
        }
        assertThat(sub.receive(Duration.ofMillis(20))).isNull();
    }
}
