package io.zmq4j.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.PipeHost;
import io.zmq4j.internal.reactor.IoThread;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.transport.BoundChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A listener on a reactor that the test runs, with a clock of its own. */
class ListenerTest {

    private static final long MILLI = 1_000_000;
    private static final String ENDPOINT = "tcp://127.0.0.1:0";

    private final List<SocketEvent> events = new ArrayList<>();
    private final Owner owner = new Owner();
    private long now;
    private final Reactor reactor = new Reactor(() -> now, (source, failure) -> {
        throw new AssertionError(source + " failed", failure);
    });
    private final IoThread thread = new IoThread(reactor, Thread::new);
    private ServerSocketChannel server;
    private SocketChannel client;
    private int attempts;
    private int failures;
    private IOException closeFailure;
    private Listener listener;

    private final class Fragile extends Listener {
        Fragile() {
            super(owner, thread, () -> thread, new BoundChannel(server, ENDPOINT, () -> {}));
        }

        @Override
        SocketChannel accept() throws IOException {
            attempts++;
            if (failures > 0) {
                failures--;
                throw new IOException("Too many open files");
            }
            return super.accept();
        }

        @Override
        void closeChannel() throws IOException {
            super.closeChannel();
            if (closeFailure != null) {
                throw closeFailure;
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.configureBlocking(false);
        listener = new Fragile();
        listener.open();
        reactor.runOnce(0);
    }

    @AfterEach
    void close() throws IOException {
        if (client != null) {
            client.close();
        }
        server.close();
        reactor.close();
    }

    @Test
    void shouldPauseLongerEachTimeWhenTheSystemRefusesToAccept() throws IOException {
        failures = 3;
        client = SocketChannel.open(server.getLocalAddress());
        reactor.runOnce(Duration.ofSeconds(10).toNanos());
        long pause = 10 * MILLI;
        for (int failed = 1; failed <= 3; failed++) {
            assertThat(attempts).isEqualTo(failed);
            now += pause - 1;
            for (int turn = 0; turn < 10; turn++) {
                assertThat(reactor.runOnce(0)).as("the io thread does not spin").isZero();
            }
            now += 1;
            reactor.runOnce(0);
            pause *= 2;
        }
        assertThat(events.subList(1, 4)).hasSize(3).allSatisfy(event -> assertThat(event)
                .isEqualTo(new SocketEvent.AcceptFailed(ENDPOINT, "Too many open files")));
        assertThat(events.get(4)).isInstanceOf(SocketEvent.Accepted.class);
        assertThat(events).hasSize(5);
        assertThat(owner.counters.lastError().what()).contains("Too many open files");
    }

    @Test
    void shouldBeginWithAShortPauseAgainWhenOneWasAccepted() throws IOException {
        failures = 2;
        client = SocketChannel.open(server.getLocalAddress());
        reactor.runOnce(Duration.ofSeconds(10).toNanos());
        now += 10 * MILLI;
        reactor.runOnce(0);
        now += 20 * MILLI;
        reactor.runOnce(0);
        assertThat(events).last().isInstanceOf(SocketEvent.Accepted.class);
        client.close();
        failures = 1;
        client = SocketChannel.open(server.getLocalAddress());
        reactor.runOnce(Duration.ofSeconds(10).toNanos());
        assertThat(events).last().isInstanceOf(SocketEvent.AcceptFailed.class);
        now += 10 * MILLI;
        reactor.runOnce(0);
        assertThat(events).last().isInstanceOf(SocketEvent.Accepted.class);
    }

    @Test
    void shouldTellThatTheSystemReportedAnErrorOnClose() {
        closeFailure = new IOException("Input/output error");
        listener.close(Duration.ZERO);
        reactor.runOnce(0);
        reactor.runOnce(0);
        assertThat(listener.closed()).isDone();
        assertThat(events).last().isEqualTo(new SocketEvent.CloseFailed(ENDPOINT, "Input/output error"));
        assertThat(owner.released).containsExactly(listener);
    }

    /** A socket that wants no connection. */
    private final class Owner implements SessionOwner {
        final ConnectionCounters counters = new ConnectionCounters();
        final List<Child> released = new ArrayList<>();

        @Override
        public SocketType type() {
            return SocketType.PULL;
        }

        @Override
        public SocketConfig config() {
            return SocketConfig.defaults();
        }

        @Override
        public PipeHost host() {
            throw new AssertionError("no pipe is expected");
        }

        @Override
        public Authentication authentication() {
            throw new AssertionError("no handshake is expected");
        }

        @Override
        public Executor helpers() {
            throw new AssertionError("no TLS is expected");
        }

        @Override
        public Resolver resolver() {
            throw new AssertionError("no name is expected");
        }

        @Override
        public ConnectionCounters counters() {
            return counters;
        }

        @Override
        public void publish(SocketEvent event) {
            events.add(event);
        }

        @Override
        public boolean adopt(Child child) {
            return false;
        }

        @Override
        public void release(Child child) {
            released.add(child);
        }
    }
}
