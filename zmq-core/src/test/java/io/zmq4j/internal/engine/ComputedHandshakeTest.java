package io.zmq4j.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import io.zmq4j.internal.zmtp.ZmtpSettings;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import io.zmq4j.testing.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Engines of one reactor that the test runs, which wait for keys that the test has computed when it wants to. */
@Timeout(60)
class ComputedHandshakeTest {

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final int DIRECT = 16;
    private static final int LARGE = 50_000;
    private static final long A_TURN = Duration.ofMillis(1).toNanos();

    private long skipped;
    private final Reactor reactor = new Reactor(() -> System.nanoTime() + skipped, (source, failure) -> {
        throw new AssertionError(source + " failed", failure);
    });
    private final Queue<Runnable> computations = new ArrayDeque<>();
    private SocketChannel near;
    private SocketChannel far;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            near = SocketChannel.open(listener.getLocalAddress());
            far = listener.accept();
        }
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        reactor.close();
    }

    private Side server() {
        return new Side(far, Security.curveServer(SERVER), computations::add);
    }

    private Side client(CurveKeys server) {
        return new Side(near, Security.curveClient(CurveKeys.generate(), server.publicKey()), computations::add);
    }

    private void inside(Runnable step) {
        reactor.execute(step::run);
        reactor.runOnce(0);
    }

    private void runUntil(String what, BooleanSupplier done) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("late for: " + what).isNegative();
            reactor.runOnce(A_TURN);
        }
    }

    /** Lets the reactor do what it can; nobody is to be told of anything then. */
    private void runInVain() {
        for (int i = 0; i < 20; i++) {
            reactor.runOnce(A_TURN);
        }
    }

    private void computeNext() {
        runUntil("something to compute", () -> !computations.isEmpty());
        computations.remove().run();
    }

    private int freeBuffers() {
        List<ByteBuffer> taken = new ArrayList<>();
        inside(() -> {
            for (int i = 0; i < DIRECT; i++) {
                taken.add(reactor.buffers().take());
            }
            taken.forEach(reactor.buffers()::give);
        });
        return (int) taken.stream().filter(ByteBuffer::isDirect).count();
    }

    /** What a client sends up to HELLO, as another connection has said it. */
    private byte[] recordedHello() throws IOException {
        Side client = client(SERVER);
        far.configureBlocking(true);
        far.write(ByteBuffer.wrap(Wire.greeting(3, 1, Wire.ascii("CURVE"))));
        computeNext();
        ByteBuffer said = ByteBuffer.allocate(Wire.GREETING + 2 + 200);
        runUntil("HELLO", () -> read(far, said) && !said.hasRemaining());
        inside(client.engine::close);
        far.close();
        connect();
        return said.array();
    }

    private static boolean read(SocketChannel from, ByteBuffer into) {
        try {
            from.configureBlocking(false);
            return from.read(into) >= 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldGoOnOnlyWhenSomebodyHasComputed() {
        Side server = server();
        Side client = client(SERVER);
        client.queued.add(Msg.of("one"));
        client.queued.add(Msg.of("two"));
        for (int computed = 0; computed < 4; computed++) {
            runUntil("something to compute", () -> !computations.isEmpty());
            runInVain();
            assertThat(computations).as("one at a time").hasSize(1);
            assertThat(server.ready || client.ready).isFalse();
            assertThat(freeBuffers()).isEqualTo(DIRECT);
            computeNext();
        }
        runUntil("messages", () -> server.messages.size() == 2);
        assertThat(client.ready).isTrue();
        assertThat(server.messages).containsExactly(Msg.of("one"), Msg.of("two"));
        assertThat(computations).isEmpty();
    }

    @Test
    void shouldEndWhileItIsComputed() throws IOException {
        for (int computed = 0; computed < 4; computed++) {
            Side server = server();
            Side client = client(SERVER);
            for (int i = 0; i < computed; i++) {
                computeNext();
            }
            runUntil("something to compute", () -> !computations.isEmpty());
            inside(client.engine::close);
            inside(server.engine::close); // which may have heard of it already
            assertThat(client.end).isNotNull();
            assertThat(server.end).isNotNull();
            computeNext(); // in vain, and nobody hears of it
            runInVain();
            connect();
        }
    }

    @Test
    void shouldEndAtTheDeadlineWhileItIsComputed() {
        Side server = server();
        Side client = client(SERVER);
        computeNext();
        runUntil("something to compute", () -> !computations.isEmpty());
        skipped = SocketConfig.defaults().handshake().timeout().toNanos();
        runUntil("the deadline", () -> client.end != null && server.end != null);
        assertThat(server.requireEnd().kind()).isEqualTo(EngineFailure.Kind.TIMEOUT);
        assertThat(client.requireEnd().kind()).isEqualTo(EngineFailure.Kind.TIMEOUT);
        computeNext();
        runInVain();
    }

    @Test
    void shouldEndWhenTooMuchIsToBeComputed() {
        Side client = new Side(near, Security.curveClient(CurveKeys.generate(), SERVER.publicKey()), task -> {
            throw new RejectedExecutionException("full");
        });
        Side server = server();
        runUntil("an end", () -> client.end != null && server.end != null);
        assertThat(client.requireEnd()).isEqualTo(EngineFailure.connection("too many handshakes are under way"));
    }

    @Test
    void shouldRefuseAClientOfAnotherServer() {
        Side server = server();
        Side client = client(CurveKeys.generate());
        computeNext();
        runUntil("something to compute", () -> !computations.isEmpty());
        assertThat(server.end).isNull();
        computeNext();
        runUntil("an end", () -> client.end != null && server.end != null);
        assertThat(server.requireEnd().kind()).isEqualTo(EngineFailure.Kind.PROTOCOL);
        assertThat(server.requireEnd().reason()).contains("HELLO that does not open");
    }

    @Test
    void shouldRefuseAHelloThatWasChangedOnItsWay() throws IOException {
        byte[] said = recordedHello();
        said[said.length - 1] ^= 1;
        Side server = server();
        near.write(ByteBuffer.wrap(said));
        computeNext();
        runUntil("an end", () -> server.end != null);
        assertThat(server.requireEnd().reason()).contains("HELLO that does not open");
    }

    @Test
    void shouldKeepInOrderWhatComesMeanwhile() throws IOException {
        byte[] said = recordedHello();
        Side server = server();
        near.write(ByteBuffer.wrap(said));
        near.write(ByteBuffer.wrap(Wire.command("SURPRISE")));
        runUntil("something to compute", () -> !computations.isEmpty());
        near.write(ByteBuffer.wrap(Wire.command("LATER")));
        runInVain();
        assertThat(server.end).isNull();
        computeNext();
        runUntil("an end", () -> server.end != null);
        assertThat(server.requireEnd().reason()).contains("SURPRISE").contains("allowed: INITIATE");
        ByteBuffer answer = ByteBuffer.allocate(Wire.GREETING + 2 + 168);
        near.configureBlocking(true);
        while (answer.hasRemaining() && near.read(answer) >= 0) {}
        assertThat(answer.hasRemaining()).as("WELCOME is missing").isFalse();
        assertThat(freeBuffers()).isEqualTo(DIRECT);
    }

    @Test
    void shouldNoticeThatThePeerHasGoneMeanwhile() throws IOException {
        byte[] said = recordedHello();
        Side server = server();
        near.write(ByteBuffer.wrap(said));
        runUntil("something to compute", () -> !computations.isEmpty());
        near.close();
        runInVain();
        computeNext();
        runUntil("an end", () -> server.end != null);
        assertThat(server.requireEnd().kind()).isEqualTo(EngineFailure.Kind.CONNECTION);
    }

    @Test
    void shouldStayAtRestWhenThereIsRoomForMessages() {
        Side server = server();
        Side client = client(SERVER);
        runUntil("something to compute", () -> !computations.isEmpty());
        inside(client.engine::resumeInput); // as a pipe does that has been read
        inside(client.engine::resumeOutput);
        for (int computed = 0; computed < 4; computed++) {
            computeNext();
        }
        runUntil("both to be ready", () -> client.ready && server.ready);
    }

    @Test
    void shouldShareTheArrayOfLargeFramesWhenTheyHaveGone() {
        Side server = server();
        Side client = client(SERVER);
        client.queued.add(Msg.of(new byte[LARGE]));
        for (int computed = 0; computed < 4; computed++) {
            computeNext();
        }
        runUntil("the message", () -> server.messages.size() == 1);
        List<byte[]> taken = new ArrayList<>();
        inside(() -> {
            taken.add(reactor.buffers().takeArray(1));
            taken.add(reactor.buffers().takeArray(1));
        });
        assertThat(taken.get(0)).as("what a connection has given back").hasSizeGreaterThan(LARGE);
        assertThat(taken.get(1)).as("a new one").hasSize(1);
    }

    /** One end, who lets everybody in. */
    private final class Side implements EngineOwner {

        final Queue<Msg> queued = new ArrayDeque<>();
        final List<Msg> messages = new ArrayList<>();
        ZmtpEngine engine;
        private final Executor helpers;
        boolean ready;
        EngineFailure end;

        Side(SocketChannel channel, Security security, Executor helpers) {
            this.helpers = helpers;
            ZmtpSettings settings = new ZmtpSettings(
                    SocketType.PAIR, new byte[0], Map.of(), -1, 1024, ZmtpVersion.V3, security, false, null);
            try {
                channel.configureBlocking(false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            inside(() -> {
                engine = new ZmtpEngine(reactor, channel, settings, SocketConfig.defaults(), this);
                engine.start();
            });
        }

        EngineFailure requireEnd() {
            assertThat(end).as("the end").isNotNull();
            return end;
        }

        @Override
        public Executor helpers() {
            return helpers;
        }

        @Override
        public void onCredentials(Credentials credentials, Judged connection) {
            reactor.mailbox().send(() -> connection.onVerdict(200));
        }

        @Override
        public void onHandshake(ZmtpPeer peer) {
            ready = true;
        }

        @Override
        public boolean deliver(Msg msg) {
            messages.add(msg);
            return true;
        }

        @Override
        public void deliverSubscription(boolean subscribe, byte[] topic) {
            throw new AssertionError("no subscription is expected");
        }

        @Override
        public void onInputBatchEnd() {}

        @Override
        public void greet(ZmtpConnection connection) {}

        @Override
        public boolean sendNext(ZmtpConnection connection) {
            Msg next = queued.poll();
            if (next != null) {
                connection.send(next);
            }
            return next != null;
        }

        @Override
        public Msg takeNext() {
            throw new AssertionError("messages are encoded");
        }

        @Override
        public void onOutputDrained() {}

        @Override
        public void onEngineClosed(EngineFailure failure) {
            assertThat(end).as("ended twice").isNull();
            end = failure;
        }
    }
}
