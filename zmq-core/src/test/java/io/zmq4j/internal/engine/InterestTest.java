package io.zmq4j.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import io.zmq4j.internal.zmtp.ZmtpSettings;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import io.zmq4j.testing.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine on a reactor that the test runs: for what it waits at its channel. */
@Timeout(60)
class InterestTest {

    private static final long LONG_ENOUGH = Duration.ofSeconds(10).toNanos();

    private final Reactor reactor = new Reactor(System::nanoTime, (source, failure) -> {
        throw new AssertionError(source + " failed", failure);
    });
    private final Owner owner = new Owner();
    private SocketChannel peer;
    private SocketChannel mine;
    private ZmtpEngine engine;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            peer = SocketChannel.open(server.getLocalAddress());
            mine = server.accept();
        }
        mine.configureBlocking(false);
        ZmtpSettings settings = new ZmtpSettings(SocketType.PUSH, new byte[0], Map.of(), -1, 1024);
        reactor.execute(() -> {
            engine = new ZmtpEngine(reactor, mine, settings, SocketConfig.defaults(), owner);
            engine.start();
        });
        reactor.runOnce(0);
        read(Wire.GREETING);
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        mine.close();
        reactor.close();
    }

    private byte[] read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && peer.read(bytes) >= 0) {}
        assertThat(bytes.hasRemaining()).isFalse();
        return bytes.array();
    }

    /** The peer becomes ready with nothing but its READY in the batch, as ours is written already. */
    private void becomeReady() throws IOException {
        peer.write(ByteBuffer.wrap(Wire.greeting()));
        reactor.runOnce(LONG_ENOUGH);
        read(Wire.ready("PUSH").length);
        peer.write(ByteBuffer.wrap(Wire.ready("PULL")));
        while (!owner.ready) {
            reactor.runOnce(LONG_ENOUGH);
        }
    }

    @Test
    void shouldNotWaitUntilItCanWriteWhenThereIsNothingToWrite() throws IOException {
        becomeReady();
        for (int turn = 0; turn < 3; turn++) {
            assertThat(reactor.runOnce(0)).as("channels that are ready").isZero();
        }
    }

    @Test
    void shouldWriteWhatIsQueuedInTheTurnInWhichThePeerBecomesReady() throws IOException {
        owner.queued.addAll(List.of(Msg.of("one"), Msg.of("two")));
        becomeReady();
        byte[] expected = Wire.join(Wire.message("one"), Wire.message("two"));
        assertThat(read(expected.length)).isEqualTo(expected);
        assertThat(reactor.runOnce(0)).isZero();
        assertThat(engine.bytesSent()).isEqualTo(Wire.GREETING + Wire.ready("PUSH").length + expected.length);
        assertThat(engine.bytesReceived()).isEqualTo(Wire.GREETING + Wire.ready("PULL").length);
    }

    private static final class Owner implements EngineOwner {
        final Queue<Msg> queued = new ArrayDeque<>();
        boolean ready;

        @Override
        public void onHandshake(ZmtpPeer other) {
            ready = true;
        }

        @Override
        public Executor helpers() {
            throw new AssertionError("nothing is computed");
        }

        @Override
        public void onCredentials(Credentials credentials, Judged connection) {
            throw new AssertionError("nobody is judged");
        }

        @Override
        public void greet(ZmtpConnection connection) {}

        @Override
        public Msg takeNext() {
            throw new AssertionError("messages are encoded");
        }

        @Override
        public boolean deliver(Msg msg) {
            throw new AssertionError("no message is expected");
        }

        @Override
        public void deliverSubscription(boolean subscribe, byte[] topic) {
            throw new AssertionError("no subscription is expected");
        }

        @Override
        public void onInputBatchEnd() {}

        @Override
        public boolean sendNext(ZmtpConnection connection) {
            Msg next = queued.poll();
            if (next != null) {
                connection.send(next);
            }
            return next != null;
        }

        @Override
        public void onOutputDrained() {}

        @Override
        public void onEngineClosed(EngineFailure failure) {
            throw new AssertionError("closed: " + failure);
        }
    }
}
