package io.zmq4j.conformance;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static io.zmq4j.testing.Wire.ascii;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Wire;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Frames and commands of ZMTP 3.1 on tcp, seen from a raw peer. Before them comes {@link Rfc37HandshakeTest}; for the part
 * "Socket Semantics" see {@link Rfc37SemanticsTest}, for each byte of a command or frame {@code ZmtpConformanceTest}.
 *
 * <table>
 *   <caption>Not observable</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>All clear text mechanisms SHALL use the message framing defined in this specification.
 *       <td>It is the same code for all.
 *   <tr><td>On an encrypted connection, message data SHALL be encoded as commands.
 *       <td>This module has the NULL mechanism only.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc37ZmtpTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    @Test
    @Rfc(number = 37, says = "If the body is 0-255 octets, the frame SHOULD use a short size field")
    void shouldUseTheShortFormUpTo255Bytes() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(server.endpoint());
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            push.send(Msg.of(new byte[0], new byte[255], new byte[256]));
            assertThat(peer.read(2)).containsExactly(Wire.MORE, 0);
            assertThat(peer.read(2)).containsExactly(Wire.MORE, 255);
            peer.read(255);
            assertThat(peer.read(9)).containsExactly(Wire.LONG, 0, 0, 0, 0, 0, 0, 1, 0);
            peer.read(256);
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "To create a subscription, the SUB or XSUB peer SHALL send a SUBSCRIBE command. To cancel "
                    + "a subscription, the SUB or XSUB peer SHALL send a CANCEL command")
    void shouldSubscribeByCommandWhenThePeerIs31() {
        ZmqSocket sub = sockets.socket(SocketType.SUB);
        sub.subscribe("A");
        sub.connect(server.endpoint());
        try (RawPeer peer = server.accept().handshake(SocketType.PUB)) {
            assertCommand(peer, "SUBSCRIBE", "A");
            sub.subscribe("B");
            assertCommand(peer, "SUBSCRIBE", "B");
            sub.unsubscribe("A");
            assertCommand(peer, "CANCEL", "A");
            peer.send(Wire.message("A no"), Wire.message("B yes"));
            assertReceives(sub, "B yes");
        }
    }

    private static void assertCommand(RawPeer peer, String name, String topic) {
        RawPeer.Frame frame = peer.readTraffic();
        assertThat(frame.flags()).isEqualTo(Wire.COMMAND);
        assertThat(frame.body()).isEqualTo(Wire.commandBody(name, ascii(topic)));
    }

    @Test
    @Rfc(
            number = 37,
            says = "When a peer receives a PING command it SHALL respond with a PONG command that echoes the "
                    + "ping-context")
    void shouldEchoTheContextOfAPing() {
        try (RawPeer peer = RawPeer.ready(listening(), SocketType.PUSH)) {
            for (String context : new String[] {"", "x", "0123456789abcdef"}) {
                peer.send(Wire.command("PING", Wire.hex("0000"), ascii(context)));
                assertCommand(peer, "PONG", context);
            }
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "The peer SHALL treat an unexpected connection close as a temporary error, and SHOULD "
                    + "reconnect.")
    void shouldReconnectWhenThePeerCloses() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(server.endpoint());
        server.accept().close();
        server.accept().handshake(SocketType.PULL).close();
        try (RawPeer peer = server.accept().handshake(SocketType.PULL)) {
            push.send(Msg.of("hello"));
            assertThat(peer.readTraffic().body()).isEqualTo(ascii("hello"));
        }
    }

    @Test
    @Rfc(number = 37, says = "All messages between two immediate peers SHALL be delivered in order.")
    void shouldDeliverInOrderWhenTheBytesComeInPieces() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(endpointOf(pull), SocketType.PUSH)) {
            byte[] stream = new byte[0];
            for (int i = 0; i < 50; i++) {
                stream = Wire.join(stream, Wire.message("first" + i, "", "last" + i));
            }
            peer.sendInPieces(7, stream);
            for (int i = 0; i < 50; i++) {
                assertReceives(pull, "first" + i, "", "last" + i);
            }
        }
    }

    @Test
    @Rfc(
            number = 37,
            says = "A peer MUST accept higher protocol versions as valid. That is, a ZMTP peer MUST accept "
                    + "protocol versions greater or equal to 3.1. A peer SHALL always use its own protocol "
                    + "(including framing) when talking to an equal or higher protocol peer.")
    void shouldSpeakItsOwnVersionWithAPeerOfAHigherOne() {
        for (int[] version : new int[][] {{3, 1}, {3, 2}, {4, 0}, {255, 255}}) {
            ZmqSocket sub = sockets.socket(SocketType.SUB);
            sub.subscribe("A");
            sub.connect(server.endpoint());
            try (RawPeer peer = server.accept()) {
                peer.send(Wire.greeting(version[0], version[1], ascii("NULL")), Wire.ready("PUB"));
                assertThat(peer.read(Wire.GREETING)).containsSequence(0x7F, 3, 1);
                assertThat(peer.readFrame().isCommand("READY")).isTrue();
                assertCommand(peer, "SUBSCRIBE", "A");
                peer.send(Wire.message("A message"));
                assertReceives(sub, "A message");
            }
            sub.close();
        }
    }

    private String listening() {
        return endpointOf(sockets.bound(SocketType.PULL, Transport.TCP));
    }
}
