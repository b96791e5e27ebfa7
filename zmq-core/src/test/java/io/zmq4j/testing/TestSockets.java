package io.zmq4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ContextConfig;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A context of this library with sockets that suit a test: nothing lingers, and no call waits longer than
 * {@link Waiting#SOON}. Closing it closes them all.
 */
public final class TestSockets implements AutoCloseable {

    private final ZmqContext context;

    public TestSockets() {
        this(ContextConfig.defaults());
    }

    public TestSockets(ContextConfig config) {
        context = ZmqContext.create(config);
    }

    public ZmqContext context() {
        return context;
    }

    public ZmqSocket socket(SocketType type) {
        return socket(type, options -> options);
    }

    public ZmqSocket socket(SocketType type, UnaryOperator<SocketConfigBuilder> options) {
        SocketConfigBuilder quick = SocketConfig.builder()
                .linger(Duration.ZERO)
                .sendTimeout(Waiting.SOON)
                .receiveTimeout(Waiting.SOON)
                .reconnectInterval(Duration.ofMillis(10))
                .reconnectMaxInterval(Duration.ofMillis(100));
        return context.socket(type, options.apply(quick).build());
    }

    public ZmqSocket bound(SocketType type, Transport transport) {
        return bound(type, transport, options -> options);
    }

    public ZmqSocket bound(SocketType type, Transport transport, UnaryOperator<SocketConfigBuilder> options) {
        ZmqSocket socket = socket(type, options);
        socket.bind(transport.endpoint());
        return socket;
    }

    public ZmqSocket connected(SocketType type, ZmqSocket to) {
        return connected(type, to, options -> options);
    }

    public ZmqSocket connected(SocketType type, ZmqSocket to, UnaryOperator<SocketConfigBuilder> options) {
        ZmqSocket socket = socket(type, options);
        socket.connect(endpointOf(to));
        return socket;
    }

    /** The one endpoint that this socket is bound to. */
    public static String endpointOf(ZmqSocket bound) {
        assertThat(bound.boundEndpoints()).hasSize(1);
        return bound.boundEndpoints().get(0);
    }

    /** Waits until this socket has so many peers that are ready for messages, and its pattern knows them. */
    public static void awaitPeers(ZmqSocket socket, int count) {
        Waiting.until(
                count + " ready peers of " + socket.type(), () -> socket.stats().readyPeers() == count);
        assertThat(socket.awaitPeers(count, Waiting.SOON)).isTrue();
    }

    /** Receives within {@link Waiting#SOON} and asserts that these are the frames. */
    public static void assertReceives(ZmqSocket socket, String... frames) {
        assertThat(text(socket.receive(Waiting.SOON))).containsExactly(frames);
    }

    /** Asserts that nothing is received for a {@link Waiting#MOMENT}. */
    public static void assertSilent(ZmqSocket socket) {
        assertThat(socket.receive(Waiting.MOMENT)).isNull();
    }

    /** The frames as text. */
    public static String[] text(@Nullable Msg msg) {
        assertThat(msg).as("a message within %s", Waiting.SOON).isNotNull();
        String[] frames = new String[msg.size()];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = msg.string(i);
        }
        return frames;
    }

    @Override
    public void close() {
        context.close();
    }
}
