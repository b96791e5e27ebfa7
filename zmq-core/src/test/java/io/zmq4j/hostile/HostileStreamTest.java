package io.zmq4j.hostile;

import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Wire;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A STREAM takes what others refuse as the bytes that it is, whoever sends it and however it ends. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class HostileStreamTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @Test
    void shouldTakeAnyBytesAsTheyAre() {
        ZmqSocket stream = sockets.bound(SocketType.STREAM, Transport.TCP, options -> options.streamNotify(false));
        List<HostileInput> inputs = new ArrayList<>(HostileInput.portScanners());
        inputs.addAll(HostileInput.badGreetings());
        inputs.addAll(HostileInput.badReadies("STREAM"));
        inputs.addAll(HostileInput.badTraffic("STREAM"));
        for (HostileInput input : inputs) {
            try (RawPeer peer = RawPeer.connect(endpointOf(stream))) {
                peer.send(input.bytes());
                ByteArrayOutputStream received = new ByteArrayOutputStream();
                Msg last = stream.receive();
                received.writeBytes(last.bytes(1));
                while (received.size() < input.bytes().length) {
                    last = stream.receive();
                    received.writeBytes(last.bytes(1));
                }
                assertThat(received.toByteArray()).as("%s", input).isEqualTo(input.bytes());
                stream.send(Msg.of(last.bytes(0), Wire.ascii("answer")));
                assertThat(peer.read(6)).isEqualTo(Wire.ascii("answer"));
            }
        }
        awaitPeers(stream, 0);
    }

    @Test
    void shouldStayWellWhenPeersResetWhileItAnswers() {
        ZmqSocket stream = sockets.bound(SocketType.STREAM, Transport.TCP);
        byte[] bytes = new byte[100_000];
        try (RawPeer honest = RawPeer.connect(endpointOf(stream))) {
            byte[] id = stream.receive().bytes(0);
            for (int i = 0; i < 100; i++) {
                RawPeer.connect(endpointOf(stream)).send(bytes).reset();
                answer(stream, id);
            }
            honest.send(Wire.ascii("still there"));
            Msg msg = stream.receive();
            while (!Arrays.equals(msg.bytes(0), id)) {
                msg = stream.receive();
            }
            assertThat(msg.string(1)).isEqualTo("still there");
            awaitPeers(stream, 1);
        }
    }

    /** Sends back whatever is there, but to the honest peer, which has said nothing yet. */
    private static void answer(ZmqSocket stream, byte[] honest) {
        Msg msg = stream.tryReceive();
        while (msg != null) {
            assertThat(msg.bytes(0)).isNotEqualTo(honest);
            try {
                stream.trySend(msg);
            } catch (UnroutableException e) {
                assertThat(e).hasMessageContaining("allowed: ids of connected peers");
            }
            msg = stream.tryReceive();
        }
    }
}
