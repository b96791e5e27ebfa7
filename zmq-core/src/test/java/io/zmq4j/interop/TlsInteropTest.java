package io.zmq4j.interop;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.Certificates;
import io.zmq4j.testing.Certificates.Holder;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.LibZmqPeer;
import io.zmq4j.testing.LibZmqSocket;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OpenSsl;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.TlsRelay;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with openssl on the other side, and libzmq behind something that speaks TLS for it. */
@Timeout(120)
@ExtendWith({LeakGate.class, NoSurprises.class})
class TlsInteropTest {

    @TempDir
    private Path directory;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldAcceptAClientOfOpenSsl(String version) {
        ZmqSocket pair = sockets.socket(SocketType.PAIR, options -> options.tls(Certificates.of(Holder.SERVER))
                .tlsClientAuthentication(true));
        String port = pair.bind("tls://127.0.0.1:*").substring("tls://127.0.0.1:".length());
        String certificate = Certificates.pem(Holder.CLIENT, directory).toString();
        String authority = Certificates.authorityPem(directory).toString();
        try (OpenSsl peer = OpenSsl.start(
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                version,
                "-quiet",
                "-verify_return_error",
                "-verify_ip",
                "127.0.0.1",
                "-CAfile",
                authority,
                "-cert",
                certificate,
                "-key",
                certificate)) {
            peer.handshake("PAIR", "PAIR").send(Wire.message("hello", "there"));
            Msg received = pair.receive();
            assertThat(received).isEqualTo(Msg.of("hello", "there"));
            assertThat(received.metadata().get(Metadata.TLS_SUBJECT)).isEqualTo(Holder.CLIENT.subject());
            exchangeLarge(pair, peer);
        }
    }

    private static void exchangeLarge(ZmqSocket pair, OpenSsl peer) {
        byte[] body = new byte[1 << 20];
        new Random(2).nextBytes(body);
        pair.send(Msg.of(body));
        assertThat(peer.read(body.length + 9)).isEqualTo(Wire.frame(0, body));
        peer.send(Wire.frame(0, body));
        assertThat(pair.receive()).isEqualTo(Msg.of(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldConnectToAServerOfOpenSsl(String version) {
        String port;
        try (RawServer free = new RawServer()) {
            port = free.endpoint().substring("tcp://127.0.0.1:".length());
        }
        String certificate = Certificates.pem(Holder.SERVER, directory).toString();
        String authority = Certificates.authorityPem(directory).toString();
        try (OpenSsl peer = OpenSsl.start(
                "s_server",
                "-accept",
                port,
                version,
                "-quiet",
                "-naccept",
                "1",
                "-cert",
                certificate,
                "-key",
                certificate,
                "-Verify",
                "2",
                "-verify_return_error",
                "-CAfile",
                authority)) {
            ZmqSocket pair = sockets.socket(SocketType.PAIR, options -> options.tls(Certificates.of(Holder.CLIENT)));
            pair.connect("tls://localhost:" + port);
            peer.handshake("PAIR", "PAIR").send(Wire.message("hello"));
            Msg received = pair.receive();
            assertThat(received).isEqualTo(Msg.of("hello"));
            assertThat(received.metadata().get(Metadata.TLS_SUBJECT)).isEqualTo(Holder.SERVER.subject());
            exchangeLarge(pair, peer);
        }
    }

    @Test
    void shouldTalkToLibZmqBehindAServerOfTls() {
        try (LibZmqPeer libzmq = LibZmqPeer.open()) {
            LibZmqSocket theirs = libzmq.socket(SocketType.DEALER);
            try (TlsRelay relay = TlsRelay.before(theirs.bind("tcp://127.0.0.1:*"), Certificates.of(Holder.SERVER))) {
                ZmqSocket ours = sockets.socket(SocketType.DEALER, options -> options.tls(Certificates.trusting()));
                ours.connect(relay.endpoint());
                exchange(ours, theirs);
            }
        }
    }

    @Test
    void shouldTalkToLibZmqBehindAClientOfTls() {
        try (LibZmqPeer libzmq = LibZmqPeer.open()) {
            ZmqSocket ours = sockets.socket(SocketType.DEALER, options -> options.tls(Certificates.of(Holder.SERVER)));
            ours.bind("tls://127.0.0.1:*");
            LibZmqSocket theirs = libzmq.socket(SocketType.DEALER);
            try (TlsRelay relay = TlsRelay.to(endpointOf(ours), Certificates.trusting())) {
                theirs.connect(relay.endpoint());
                exchange(ours, theirs);
            }
        }
    }

    private static void exchange(ZmqSocket ours, LibZmqSocket theirs) {
        byte[] large = new byte[8 << 20];
        new Random(4).nextBytes(large);
        for (int i = 0; i < 1_000; i++) {
            ours.send(Msg.of("small " + i));
        }
        ours.send(Msg.of(large));
        for (int i = 0; i < 1_000; i++) {
            assertThat(theirs.receive(Waiting.SOON)).containsExactly(Wire.ascii("small " + i));
        }
        assertThat(theirs.receive(Waiting.SOON)).containsExactly(large);
        assertThat(theirs.send(List.of(Wire.ascii("head"), large), Waiting.SOON))
                .isTrue();
        assertThat(ours.receive()).isEqualTo(Msg.of(Wire.ascii("head"), large));
        assertThat(theirs.send(List.of(Wire.ascii("end")), Waiting.SOON)).isTrue();
        assertReceives(ours, "end");
    }
}
