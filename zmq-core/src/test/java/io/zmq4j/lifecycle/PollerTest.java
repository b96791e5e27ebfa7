package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.ContextClosedException;
import io.zmq4j.Interest;
import io.zmq4j.Msg;
import io.zmq4j.Poller;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Ledger;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class PollerTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    void shouldFindASocketReadableUntilItIsRead(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        try (Poller poller = sockets.context().poller()) {
            poller.add(pull, Interest.READABLE);
            assertThat(poller.poll(Duration.ZERO)).isZero();
            assertThat(poller.poll(Duration.ofMillis(20))).isZero();
            assertThat(poller.isReadable(pull)).isFalse();
            push.send(Msg.of("one"));
            for (int i = 0; i < 3; i++) {
                assertThat(poller.poll(Waiting.SOON)).isEqualTo(1);
                assertThat(poller.isReadable(pull)).isTrue();
                assertThat(poller.isWritable(pull)).isFalse();
            }
            TestSockets.assertReceives(pull, "one");
            assertThat(poller.poll(Duration.ZERO)).isZero();
            poller.remove(pull);
            push.send(Msg.of("two"));
            assertThat(poller.poll(Duration.ofMillis(50))).isZero();
        }
    }

    @OverTransports
    void shouldFindASocketWritableWhenThereIsAPeerWithRoom(Transport transport) {
        ZmqSocket push = sockets.bound(SocketType.PUSH, transport);
        try (Poller poller = sockets.context().poller()) {
            poller.add(push, Interest.WRITABLE);
            assertThat(poller.poll(Duration.ofMillis(20))).isZero();
            sockets.connected(SocketType.PULL, push);
            assertThat(poller.poll(Waiting.SOON)).isEqualTo(1);
            assertThat(poller.isWritable(push)).isTrue();
            assertThat(poller.isReadable(push)).isFalse();
        }
    }

    @Test
    void shouldWaitForSocketsAndChannelsAtOnce() throws IOException {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink();
                Poller poller = sockets.context().poller()) {
            source.configureBlocking(false);
            poller.add(pull, Interest.READABLE);
            poller.add(source, SelectionKey.OP_READ);
            assertThat(poller.poll(Duration.ofMillis(20))).isZero();
            sink.write(ByteBuffer.wrap(new byte[] {1}));
            assertThat(poller.poll(Waiting.SOON)).isEqualTo(1);
            assertThat(poller.readyOps(source)).isEqualTo(SelectionKey.OP_READ);
            assertThat(poller.isReadable(pull)).isFalse();
            push.send(Msg.of("hello"));
            Waiting.until("both are ready", () -> poller.poll(Waiting.SOON) == 2);
            assertThat(source.read(ByteBuffer.allocate(10))).isEqualTo(1);
            TestSockets.assertReceives(pull, "hello");
            assertThat(poller.poll(Duration.ZERO)).isZero();
            poller.remove(source);
            sink.write(ByteBuffer.wrap(new byte[] {2}));
            assertThat(poller.poll(Duration.ofMillis(20))).isZero();
        }
    }

    @OverTransports
    void shouldMissNoMessageWhenManySocketsAreWatched(Transport transport) {
        int perSocket = 500;
        Ledger ledger = new Ledger();
        Crew crew = new Crew();
        List<ZmqSocket> pulls = new ArrayList<>();
        try (Poller poller = sockets.context().poller()) {
            for (int i = 0; i < 5; i++) {
                int sender = i;
                ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
                ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
                pulls.add(pull);
                poller.add(pull, Interest.READABLE);
                crew.once("sender" + i, () -> {
                    for (int j = 0; j < perSocket; j++) {
                        push.send(Msg.of(ledger.next(sender, 1, 50)));
                    }
                });
            }
            while (ledger.received() < 5 * perSocket) {
                assertThat(poller.poll(Waiting.SOON)).as("ready; %s", ledger).isPositive();
                for (ZmqSocket pull : pulls) {
                    if (poller.isReadable(pull)) {
                        ledger.received(0, pull.receive(Duration.ZERO).frames());
                    }
                }
            }
        }
        crew.assertDone();
        ledger.assertComplete();
    }

    @Test
    void shouldEndAWaitWhenThePollerIsClosed() {
        Poller poller = sockets.context().poller();
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        poller.add(pull, Interest.READABLE);
        Crew crew = new Crew();
        Thread waiting = crew.once("poller", () -> assertThatThrownBy(() -> poller.poll(SocketConfig.FOREVER))
                .isInstanceOf(ContextClosedException.class));
        Waiting.staysTrue("it waits", waiting::isAlive);
        poller.close();
        crew.assertDone();
    }

    @Test
    void shouldEndAWaitWhenTheContextIsClosed() {
        ZmqContext context = ZmqContext.create();
        Poller poller = context.poller();
        poller.add(context.socket(SocketType.PULL), Interest.READABLE);
        Crew crew = new Crew();
        Thread waiting = crew.repeat("poller", () -> poller.poll(SocketConfig.FOREVER));
        Waiting.staysTrue("it waits", waiting::isAlive);
        context.close();
        crew.assertDone();
    }

    @OverTransports
    void shouldTellEachInterestOfASocketApart(Transport transport) {
        ZmqSocket pair = sockets.bound(SocketType.PAIR, transport, options -> options.sendHwm(1));
        ZmqSocket other = sockets.connected(SocketType.PAIR, pair, options -> options.receiveHwm(1));
        try (Poller poller = sockets.context().poller()) {
            poller.add(pair, Interest.READABLE, Interest.WRITABLE);
            assertThat(poller.poll(Waiting.SOON)).isEqualTo(1);
            assertThat(poller.isWritable(pair)).isTrue();
            assertThat(poller.isReadable(pair)).isFalse();
            other.send(Msg.of("hello"));
            Waiting.until("it is readable", () -> poller.poll(Waiting.SOON) == 1 && poller.isReadable(pair));
            while (pair.send(Msg.of(new byte[100_000]), Waiting.MOMENT)) {}
            poller.add(pair, Interest.WRITABLE);
            assertThat(poller.poll(Duration.ofMillis(20))).isZero();
            assertThat(poller.isReadable(pair)).as("not asked for any more").isFalse();
            Waiting.until("there is room again", () -> {
                other.tryReceive();
                return poller.poll(Duration.ofMillis(1)) == 1;
            });
            assertThat(poller.isWritable(pair)).isTrue();
        }
    }

    @OverTransports
    void shouldServeSeveralPollersAndACallerOfOneSocket(Transport transport) {
        int count = 600;
        Ledger ledger = new Ledger();
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        Crew crew = new Crew();
        for (int i = 0; i < 2; i++) {
            int receiver = i;
            crew.once("poller" + i, () -> {
                try (Poller poller = sockets.context().poller()) {
                    poller.add(pull, Interest.READABLE);
                    while (true) {
                        assertThat(poller.poll(SocketConfig.FOREVER)).isEqualTo(1);
                        Msg msg = pull.tryReceive();
                        if (msg != null) {
                            ledger.received(receiver, msg.frames());
                        }
                    }
                }
            });
        }
        crew.repeat(
                "caller",
                () -> ledger.received(2, pull.receive(SocketConfig.FOREVER).frames()));
        for (int i = 0; i < count; i++) {
            push.send(Msg.of(ledger.next(1, 2, 50)));
        }
        Waiting.until("all are received", () -> ledger.received() == count);
        ledger.assertComplete();
        sockets.close();
        crew.assertDone();
    }

    @Test
    void shouldFindAClosedSocketReadyWhateverItIsWatchedFor() {
        try (Poller poller = sockets.context().poller()) {
            ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
            ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
            poller.add(pull);
            push.send(Msg.of("not of interest"));
            assertThat(poller.poll(Waiting.MOMENT)).isZero();
            Crew crew = new Crew();
            Thread waiting = crew.once("poller", () -> {
                assertThat(poller.poll(Waiting.SOON)).isEqualTo(1);
                assertThat(poller.isReadable(pull)).isTrue();
                assertThat(poller.isWritable(pull)).isTrue();
            });
            Waiting.staysTrue("it waits", waiting::isAlive);
            pull.close();
            crew.assertDone();
        }
    }

    @Test
    void shouldWatchAChannelAnewAfterItWasRemoved() throws IOException {
        Pipe pipe = Pipe.open();
        try (Pipe.SourceChannel source = pipe.source();
                Pipe.SinkChannel sink = pipe.sink();
                Poller poller = sockets.context().poller()) {
            source.configureBlocking(false);
            sink.write(ByteBuffer.wrap(new byte[] {1}));
            for (int i = 0; i < 3; i++) {
                poller.add(source, SelectionKey.OP_READ);
                poller.add(source, SelectionKey.OP_READ);
                assertThat(poller.poll(Waiting.SOON)).isEqualTo(1);
                assertThat(poller.poll(Waiting.SOON)).as("not read yet").isEqualTo(1);
                assertThat(poller.readyOps(source)).isEqualTo(SelectionKey.OP_READ);
                poller.remove(source);
                assertThat(poller.readyOps(source)).isZero();
            }
            assertThat(poller.poll(Duration.ZERO)).isZero();
            poller.remove(source);
        }
    }

    @Test
    void shouldRefuseChannelsThatCannotBeWatched() throws IOException {
        Pipe pipe = Pipe.open();
        Poller poller = sockets.context().poller();
        try (Pipe.SinkChannel sink = pipe.sink()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> poller.add(pipe.source(), SelectionKey.OP_READ))
                    .withMessageStartingWith("the channel is in blocking mode, allowed: non-blocking");
            sink.configureBlocking(false);
            assertThatIllegalArgumentException().isThrownBy(() -> poller.add(sink, SelectionKey.OP_READ));
            pipe.source().configureBlocking(false);
            pipe.source().close();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> poller.add(pipe.source(), SelectionKey.OP_READ))
                    .withMessageStartingWith("the channel is closed");
            poller.close();
            assertThatThrownBy(() -> poller.add(sink, SelectionKey.OP_WRITE))
                    .isInstanceOf(ContextClosedException.class);
            assertThatThrownBy(() -> poller.add(sockets.socket(SocketType.PULL), Interest.READABLE))
                    .isInstanceOf(ContextClosedException.class);
        }
    }
}
