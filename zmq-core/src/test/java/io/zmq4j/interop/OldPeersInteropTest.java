package io.zmq4j.interop;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.ZmtpVersion;
import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.Peer;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A socket that allows old peers sends its greeting in steps, which libzmq and JeroMQ must take. */
class OldPeersInteropTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @ParameterizedTest
    @EnumSource(names = {"LIBZMQ", "JEROMQ"})
    void shouldGreetInStepsWhoeverConnects(Implementation implementation) {
        try (Peer peer = implementation.open()) {
            ZmqSocket pull =
                    sockets.bound(SocketType.PULL, Transport.TCP, options -> options.minProtocol(ZmtpVersion.V1));
            PeerSocket push = peer.socket(SocketType.PUSH);
            push.connect(endpointOf(pull));
            assertThat(push.send(List.of("hello".getBytes(), new byte[0]), Waiting.SOON))
                    .isTrue();
            assertReceives(pull, "hello", "");
            PeerSocket bound = peer.socket(SocketType.PULL);
            ZmqSocket connecting = sockets.socket(SocketType.PUSH, options -> options.minProtocol(ZmtpVersion.V1));
            connecting.connect(bound.bind("tcp://127.0.0.1:*"));
            connecting.send(Msg.of("hello"));
            assertThat(bound.receive(Waiting.SOON)).hasSize(1);
        }
    }
}
