package io.zmq4j.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.internal.reactor.IoHandler;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.testing.Certificates;
import io.zmq4j.testing.Certificates.Holder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two channels of one reactor that the test runs, and the buffers that they hold. */
@Timeout(60)
class TlsChannelTest {

    private static final int DIRECT = 16;
    private static final long A_TURN = TimeUnit.MILLISECONDS.toNanos(1);

    private final Reactor reactor = new Reactor(System::nanoTime, (source, failure) -> {
        throw new AssertionError(source + " failed", failure);
    });
    private Side client;
    private Side server;

    /** Reads what comes. */
    private static final class Side implements IoHandler {
        private final EngineChannel channel;
        private final ByteBuffer received = ByteBuffer.allocate(1 << 20);
        private String end = "";

        Side(EngineChannel channel) {
            this.channel = channel;
        }

        @Override
        public void onReady(int readyOps) {
            if ((readyOps & SelectionKey.OP_READ) != 0 && !channel.isClosed()) {
                read();
            }
        }

        private void read() {
            try {
                int count = channel.read(received);
                while (count > 0) {
                    count = channel.read(received);
                }
                if (count < 0) {
                    end = "told";
                }
            } catch (IOException e) {
                end = String.valueOf(e.getMessage());
            }
            if (!end.isEmpty()) {
                channel.close();
            }
        }

        @Override
        public void onFailure(Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    @BeforeEach
    void connect() throws IOException {
        SocketConfig.Tls shown = config(SocketConfig.builder().tls(Certificates.of(Holder.SERVER)));
        SocketConfig.Tls trusting = config(SocketConfig.builder().tls(Certificates.trusting()));
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel near = SocketChannel.open(listener.getLocalAddress());
            SocketChannel far = listener.accept();
            near.configureBlocking(false);
            far.configureBlocking(false);
            inside(() -> {
                client = new Side(Tls.client(reactor, near, trusting, "localhost", 1, Runnable::run));
                server = new Side(Tls.server(reactor, far, shown, Runnable::run));
            });
        }
        inside(() -> {
            client.channel.register(client);
            server.channel.register(server);
        });
    }

    private static SocketConfig.Tls config(SocketConfigBuilder builder) {
        return builder.build().tls();
    }

    @AfterEach
    void close() {
        inside(() -> {
            client.channel.close();
            server.channel.close();
        });
        reactor.close();
    }

    /** What only the owner of the channels may do. */
    private interface Step {
        void take() throws IOException;
    }

    private void inside(Step step) {
        reactor.execute(() -> {
            try {
                step.take();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        reactor.runOnce(0);
    }

    private void runUntil(BooleanSupplier done) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime() - end)
                    .as("nanoseconds after the deadline")
                    .isNegative();
            reactor.runOnce(A_TURN);
        }
    }

    /** How many of the direct buffers nobody holds. */
    private int free() {
        List<ByteBuffer> taken = new ArrayList<>();
        inside(() -> {
            for (int i = 0; i < DIRECT; i++) {
                taken.add(reactor.buffers().take());
            }
            taken.forEach(reactor.buffers()::give);
        });
        return (int) taken.stream().filter(ByteBuffer::isDirect).count();
    }

    private void send(Side from, Side to, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        int before = to.received.position();
        runUntil(() -> {
            inside(() -> from.channel.write(bytes));
            return !bytes.hasRemaining();
        });
        runUntil(() -> {
            inside(from.channel::flush);
            return to.received.position() - before == size;
        });
    }

    @Test
    void shouldHoldNoBufferWhileNothingIsOnItsWay() {
        send(client, server, 100);
        send(server, client, 300_000);
        assertThat(client.channel.proven()).containsEntry(Metadata.TLS_SUBJECT, Holder.SERVER.subject());
        assertThat(server.channel.proven()).isEmpty();
        assertThat(free()).isEqualTo(DIRECT);
    }

    @Test
    void shouldHoldABufferWhileTheChannelIsFull() {
        send(client, server, 1);
        inside(() -> server.channel.disable(SelectionKey.OP_READ));
        ByteBuffer bytes = ByteBuffer.allocate(64 << 20);
        inside(() -> {
            while (client.channel.write(bytes) > 0) {}
        });
        assertThat(bytes.hasRemaining()).isTrue();
        assertThat(free()).isEqualTo(DIRECT - 1);
        inside(() -> client.channel.close());
        assertThat(free()).isEqualTo(DIRECT);
    }

    @Test
    void shouldTellTheEndOnBothWays() {
        send(client, server, 1);
        inside(() -> client.channel.shutDownOutput());
        runUntil(() -> !server.end.isEmpty() && !client.end.isEmpty());
        assertThat(server.end).isEqualTo("told");
        assertThat(client.end).isEqualTo("told");
        assertThat(free()).isEqualTo(DIRECT);
    }
}
