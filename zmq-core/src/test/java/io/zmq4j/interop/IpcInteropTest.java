package io.zmq4j.interop;

import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.REP;
import static io.zmq4j.SocketType.REQ;
import static io.zmq4j.SocketType.SUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.Peer;
import io.zmq4j.testing.PeerOptions;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This library and libzmq over a Unix domain socket, either of them bound. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class IpcInteropTest {

    private static final int MANY = 10_000;

    @AutoClose
    private final Peer ours = Implementation.OURS.open();

    @AutoClose
    private final Peer theirs = Implementation.LIBZMQ.open();

    private PeerSocket socket(SocketType type, boolean our) {
        return (our ? ours : theirs).socket(type, PeerOptions.UNLIMITED);
    }

    private static List<byte[]> message(String... frames) {
        return List.of(frames).stream()
                .map(frame -> frame.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static void assertReceives(PeerSocket socket, List<byte[]> expected) {
        List<byte[]> message = socket.receive(Waiting.SOON);
        assertThat(message).as("a message within %s", Waiting.SOON).isNotNull();
        assertThat(message).containsExactlyElementsOf(expected);
    }

    @ParameterizedTest(name = "ours binds: {0}")
    @ValueSource(booleans = {true, false})
    void shouldPushAndPull(boolean oursBinds) {
        PeerSocket bound = socket(PULL, oursBinds);
        PeerSocket connected = socket(PUSH, !oursBinds);
        connected.connect(bound.bind(Transport.IPC.endpoint()));
        for (int i = 0; i < MANY; i++) {
            assertThat(connected.send(message("message", "" + i), Waiting.SOON)).isTrue();
        }
        for (int i = 0; i < MANY; i++) {
            assertReceives(bound, message("message", "" + i));
        }
    }

    @ParameterizedTest(name = "ours binds: {0}")
    @ValueSource(booleans = {true, false})
    void shouldPushFromTheBoundSideWhenThePeerConnectsFirst(boolean oursBinds) {
        String endpoint = Transport.IPC.endpoint();
        PeerSocket connected = socket(PULL, !oursBinds);
        connected.connect(endpoint);
        PeerSocket bound = socket(PUSH, oursBinds);
        bound.bind(endpoint);
        List<byte[]> large = List.of(new byte[1_000_000]);
        assertThat(bound.send(large, Waiting.SOON)).isTrue();
        assertReceives(connected, large);
    }

    @ParameterizedTest(name = "ours binds: {0}")
    @ValueSource(booleans = {true, false})
    void shouldRequestAndReply(boolean oursBinds) {
        PeerSocket rep = socket(REP, oursBinds);
        PeerSocket req = socket(REQ, !oursBinds);
        req.connect(rep.bind(Transport.IPC.endpoint()));
        for (int i = 0; i < 100; i++) {
            assertThat(req.send(message("request " + i), Waiting.SOON)).isTrue();
            assertReceives(rep, message("request " + i));
            assertThat(rep.send(message("reply " + i), Waiting.SOON)).isTrue();
            assertReceives(req, message("reply " + i));
        }
    }

    @ParameterizedTest(name = "ours binds: {0}")
    @ValueSource(booleans = {true, false})
    void shouldPublishAndSubscribe(boolean oursBinds) {
        PeerSocket pub = socket(PUB, oursBinds);
        PeerSocket sub = socket(SUB, !oursBinds);
        sub.subscribe("A".getBytes(StandardCharsets.UTF_8));
        sub.connect(pub.bind(Transport.IPC.endpoint()));
        Waiting.until("the subscription is known", () -> {
            pub.send(message("A probe"), Waiting.SOON);
            return sub.receive(Duration.ofMillis(20)) != null;
        });
        pub.send(message("B", "is not wanted"), Waiting.SOON);
        pub.send(message("A", "last"), Waiting.SOON);
        List<byte[]> received = sub.receive(Waiting.SOON);
        while (received != null && received.size() == 1) {
            received = sub.receive(Waiting.SOON); // probes that were on their way
        }
        assertThat(received).isNotNull();
        assertThat(received).containsExactlyElementsOf(message("A", "last"));
    }
}
