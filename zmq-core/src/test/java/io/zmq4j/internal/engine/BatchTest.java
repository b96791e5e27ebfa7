package io.zmq4j.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.reactor.BufferPool;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.ZmtpConnection;
import io.zmq4j.internal.zmtp.ZmtpHandler;
import io.zmq4j.internal.zmtp.ZmtpPeer;
import io.zmq4j.internal.zmtp.ZmtpSettings;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both batches around a channel with small buffers, which takes and gives little at a time. */
@Timeout(60)
class BatchTest {

    private static final int KERNEL_BUFFER = 8 * 1024;

    private final BufferPool pool = new BufferPool();
    private final ZmtpConnection sender = connection(SocketType.PUSH);
    private final ZmtpConnection receiver = connection(SocketType.PULL);
    private final Inbox inbox = new Inbox();
    private final OutputBatch output = new OutputBatch(pool);
    private final InputBatch input = new InputBatch(pool, receiver, inbox);
    private SocketChannel from;
    private SocketChannel to;
    private final Reactor reactor = new Reactor(System::nanoTime, (source, failure) -> {
        throw new AssertionError(source + " failed", failure);
    });
    private EngineChannel near;
    private EngineChannel far;

    private static ZmtpConnection connection(SocketType type) {
        return new ZmtpConnection(new ZmtpSettings(type, new byte[0], Map.of(), -1, 1024), new Quiet());
    }

    @BeforeEach
    void connect() throws IOException, ProtocolException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            from = SocketChannel.open();
            from.setOption(StandardSocketOptions.SO_SNDBUF, KERNEL_BUFFER);
            from.connect(server.getLocalAddress());
            to = server.accept();
        }
        from.configureBlocking(false);
        to.configureBlocking(false);
        near = new EngineChannel(reactor, from);
        far = new EngineChannel(reactor, to);
        while (!sender.idle() || !receiver.idle()) {
            exchange(sender, receiver);
            exchange(receiver, sender);
        }
    }

    private static void exchange(ZmtpConnection one, ZmtpConnection other) throws ProtocolException {
        ByteBuffer bytes = ByteBuffer.allocate(1000);
        one.fill(bytes);
        assertThat(other.decode(bytes.flip())).isNull();
    }

    @AfterEach
    void close() throws IOException {
        from.close();
        to.close();
        reactor.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCarryMessagesThroughAChannelThatTakesLittle(boolean direct) throws Exception {
        ByteBuffer buffer = pool.take();
        while (!direct && buffer.isDirect()) {
            buffer = pool.take();
        }
        Random random = new Random(5);
        List<Msg> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            sent.add(message(random));
        }
        Queue<Msg> waiting = new ArrayDeque<>(sent);
        while (inbox.messages.size() < sent.size()) {
            write(waiting);
            if (random.nextBoolean()) {
                inbox.room = random.nextInt(4);
                read();
            }
        }

        assertThat(inbox.messages).isEqualTo(sent);
        write(waiting);
        assertThat(output.releaseIfEmpty(sender)).isTrue();
    }

    private static Msg message(Random random) {
        byte[] body = new byte[random.nextInt(random.nextInt(10) == 0 ? 200_000 : 2_000)];
        random.nextBytes(body);
        if (random.nextBoolean()) {
            return Msg.of(body);
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(body.length).put(body).flip();
        return Msg.wrap(direct, ByteBuffer.wrap(body));
    }

    private void write(Queue<Msg> waiting) throws IOException {
        boolean taken = true;
        while (taken) {
            while (sender.hasOutput() || give(waiting.poll())) {
                if (!output.fillFrom(sender)) {
                    break;
                }
            }
            taken = !output.releaseIfEmpty(sender) && output.writeTo(near, sender);
        }
    }

    private boolean give(Msg msg) {
        if (msg != null) {
            sender.send(msg);
        }
        return msg != null;
    }

    private void read() throws IOException, ProtocolException {
        if (!input.isStalled() || input.resume() != Input.Result.STALLED) {
            input.readFrom(far);
        }
    }

    @Test
    void shouldHoldABufferOnlyWhileTheOwnerHasNoRoom() throws Exception {
        write(new ArrayDeque<>(List.of(Msg.of("one"), Msg.of("two"))));
        ByteBuffer free = pool.take();
        pool.give(free);
        inbox.room = 1;
        while (input.readFrom(far) != Input.Result.STALLED) {
            Thread.onSpinWait();
        }
        assertThat(inbox.messages).hasSize(1);
        assertThat(pool.take()).as("the first one is held").isNotSameAs(free);
        assertThat(input.resume()).isEqualTo(Input.Result.STALLED);

        inbox.room = 1;
        assertThat(input.resume()).isEqualTo(Input.Result.MORE);
        assertThat(inbox.messages).containsExactly(Msg.of("one"), Msg.of("two"));
        assertThat(pool.take()).isSameAs(free);
    }

    @Test
    void shouldGiveTheBufferBackWhenNothingIsLeftToWrite() throws Exception {
        ByteBuffer free = pool.take();
        pool.give(free);
        byte[] body = new byte[100_000];
        Arrays.fill(body, (byte) 3);
        write(new ArrayDeque<>(List.of(Msg.of(body))));
        assertThat(pool.take()).as("not all of it fits into the channel").isNotSameAs(free);

        output.release();
        assertThat(pool.take()).isSameAs(free);
    }

    @Test
    void shouldAppendToWhatTheChannelDidNotTake() throws Exception {
        byte[] body = new byte[40_000];
        sender.send(Msg.of(body));
        assertThat(output.fillFrom(sender)).isTrue();
        while (output.writeTo(near, sender)) {
            sender.send(Msg.of(body));
            output.fillFrom(sender);
        }
        sender.send(Msg.of("last"));
        assertThat(output.fillFrom(sender)).as("there is room behind it").isTrue();
        assertThat(sender.idle()).isTrue();

        inbox.room = Integer.MAX_VALUE;
        while (!inbox.messages.contains(Msg.of("last"))) {
            input.readFrom(far);
            if (!output.releaseIfEmpty(sender)) {
                output.writeTo(near, sender);
            }
        }
        assertThat(inbox.messages.subList(0, inbox.messages.size() - 1)).containsOnly(Msg.of(body));
    }

    /** Takes so many messages. */
    private static final class Inbox implements EngineOwner {

        private final List<Msg> messages = new ArrayList<>();
        private int room;

        @Override
        public boolean deliver(Msg msg) {
            if (room == 0) {
                return false;
            }
            room--;
            messages.add(msg);
            return true;
        }

        @Override
        public void onHandshake(ZmtpPeer peer) {}

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
        public void deliverSubscription(boolean subscribe, byte[] topic) {}

        @Override
        public void onInputBatchEnd() {}

        @Override
        public boolean sendNext(ZmtpConnection connection) {
            return false;
        }

        @Override
        public Msg takeNext() {
            return null;
        }

        @Override
        public void onOutputDrained() {}

        @Override
        public void onEngineClosed(EngineFailure failure) {}
    }

    private static final class Quiet implements ZmtpHandler {

        @Override
        public void onReady(ZmtpPeer peer) {}

        @Override
        public void onSubscription(boolean subscribe, byte[] topic) {}

        @Override
        public void onPing(int ttlMillis) {}

        @Override
        public void onUnknownCommand(String name) {}
    }
}
