package io.zmq4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.LibZmqPeer;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.Peer;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** STREAM of this library and of libzmq, either of them bound. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class StreamInteropTest {

    private static final byte[] EMPTY = {};

    // first, as it may end the test where there is no libzmq
    @AutoClose
    private final Peer theirs = LibZmqPeer.open();

    @AutoClose
    private final Peer ours = Implementation.OURS.open();

    private static byte[] notice(PeerSocket stream) {
        List<byte[]> message = stream.receive(Waiting.SOON);
        assertThat(message).as("a notice within %s", Waiting.SOON).hasSize(2);
        assertThat(message.get(1)).isEmpty();
        return message.get(0);
    }

    private static byte[] receive(PeerSocket stream, byte[] id, int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (bytes.size() < count) {
            List<byte[]> message = stream.receive(Waiting.SOON);
            assertThat(message).as("bytes within %s", Waiting.SOON).hasSize(2);
            assertThat(message.get(0)).isEqualTo(id);
            bytes.writeBytes(message.get(1));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest(name = "ours binds: {0}, {1}")
    @CsvSource({"true, TCP", "false, TCP", "true, IPC", "false, IPC"})
    void shouldExchangeBytesAndTellTheEnd(boolean oursBinds, Transport transport) {
        PeerSocket bound = (oursBinds ? ours : theirs).socket(SocketType.STREAM);
        PeerSocket connected = (oursBinds ? theirs : ours).socket(SocketType.STREAM);
        connected.connect(bound.bind(transport.endpoint()));
        byte[] client = notice(bound);
        byte[] server = notice(connected);
        byte[] bytes = new byte[200_000];
        new Random(3).nextBytes(bytes);

        assertThat(connected.send(List.of(server, bytes), Waiting.SOON)).isTrue();
        assertThat(receive(bound, client, bytes.length)).isEqualTo(bytes);
        assertThat(bound.send(List.of(client, bytes), Waiting.SOON)).isTrue();
        assertThat(receive(connected, server, bytes.length)).isEqualTo(bytes);

        assertThat(bound.send(List.of(client, EMPTY), Waiting.SOON)).isTrue();
        Waiting.until("the end of the connection", () -> {
            // libzmq closes it in the application's calls; what comes is of the next connection
            bound.receive(Duration.ofMillis(1));
            List<byte[]> message = connected.receive(Duration.ofMillis(20));
            return message != null && Arrays.equals(message.get(0), server) && message.get(1).length == 0;
        });
    }

    @ParameterizedTest(name = "ours binds: {0}, {1}")
    @CsvSource({"true, TCP", "false, TCP", "true, IPC", "false, IPC"})
    void shouldTellOfANewConnectionWhenTheBoundPeerIsBack(boolean oursBinds, Transport transport) {
        PeerSocket bound = (oursBinds ? ours : theirs).socket(SocketType.STREAM);
        PeerSocket connected = (oursBinds ? theirs : ours).socket(SocketType.STREAM);
        String endpoint = bound.bind(transport.endpoint());
        connected.connect(endpoint);
        byte[] before = notice(connected);
        assertThat(notice(bound)).hasSize(5);
        bound.close();
        assertThat(notice(connected)).as("the end").isEqualTo(before);

        PeerSocket again = (oursBinds ? ours : theirs).socket(SocketType.STREAM);
        Line.bindAgain(again, endpoint);
        byte[] client = notice(again);
        byte[] server = notice(connected);
        assertThat(connected.send(List.of(server, new byte[] {1, 2, 3}), Waiting.SOON))
                .isTrue();
        assertThat(receive(again, client, 3)).containsExactly(1, 2, 3);
    }
}
