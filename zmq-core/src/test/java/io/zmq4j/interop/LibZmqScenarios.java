package io.zmq4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.LibZmqOption;
import io.zmq4j.testing.LibZmqPeer;
import io.zmq4j.testing.LibZmqSocket;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OurSocket;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Scenarios with two parts, which this library and libzmq play with each other in every {@link Way}. Nothing lingers, both
 * connect again within some 10 ms, and ROUTER refuses what it cannot deliver, unless a scenario sets it otherwise.
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
abstract class LibZmqScenarios {

    // first, as it may end the test where there is no libzmq
    @AutoClose
    private final LibZmqPeer theirs = LibZmqPeer.open();

    @AutoClose
    private final TestSockets ours = new TestSockets();

    final PeerSocket first(Way way, SocketType type, Setting... settings) {
        return way.oursIsFirst() ? new OurSocket(ours(type, settings)) : theirs(type, settings);
    }

    final PeerSocket second(Way way, SocketType type, Setting... settings) {
        return way.oursIsFirst() ? theirs(type, settings) : new OurSocket(ours(type, settings));
    }

    final ZmqSocket ours(SocketType type, Setting... settings) {
        return ours.socket(type, options -> {
            SocketConfigBuilder builder = options.routerMandatory(type == SocketType.ROUTER);
            for (Setting setting : settings) {
                builder = setting.ours().apply(builder);
            }
            return builder;
        });
    }

    final ZmqContext ourContext() {
        return ours.context();
    }

    final LibZmqSocket theirs(SocketType type, Setting... settings) {
        LibZmqSocket socket = theirs.socket(type);
        for (Setting setting : settings) {
            setting.theirs().accept(socket);
        }
        return socket;
    }

    static Setting routingId(String id) {
        return Setting.of(SocketConfigBuilder::routingId, LibZmqOption.ROUTING_ID, bytes(id));
    }

    /** A character is a byte. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<byte[]> message(String... frames) {
        return Stream.of(frames).map(LibZmqScenarios::bytes).toList();
    }

    static void send(PeerSocket socket, String... frames) {
        assertThat(socket.send(message(frames), Waiting.SOON))
                .as("sent within %s", Waiting.SOON)
                .isTrue();
    }

    static List<byte[]> receive(PeerSocket socket) {
        List<byte[]> message = socket.receive(Waiting.SOON);
        assertThat(message).as("a message within %s", Waiting.SOON).isNotNull();
        return message;
    }

    static void assertReceives(PeerSocket socket, String... frames) {
        assertThat(texts(receive(socket))).containsExactly(frames);
    }

    /** The frames as text; nothing of no message. */
    static List<String> texts(@Nullable List<byte[]> message) {
        return message == null
                ? List.of()
                : message.stream()
                        .map(frame -> new String(frame, StandardCharsets.ISO_8859_1))
                        .toList();
    }
}
