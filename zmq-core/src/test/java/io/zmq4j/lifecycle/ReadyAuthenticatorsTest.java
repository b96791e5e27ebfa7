package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticators;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ready authenticators where they are used: on sockets. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class ReadyAuthenticatorsTest {

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys ANN = CurveKeys.generate();
    private static final CurveKeys BOB = CurveKeys.generate();

    @TempDir
    private Path directory;

    private static TestSockets sockets(Authenticator authenticator) {
        return new TestSockets(
                ContextConfig.builder().authenticator(authenticator).build());
    }

    private static ZmqSocket bound(TestSockets sockets, Security security) {
        ZmqSocket pull = sockets.socket(SocketType.PULL, options -> options.security(security));
        pull.bind("tcp://127.0.0.1:*");
        return pull;
    }

    private static ZmqSocket send(TestSockets sockets, ZmqSocket to, Security security, String text) {
        ZmqSocket push = sockets.connected(SocketType.PUSH, to, options -> options.security(security));
        push.send(Msg.of(text));
        return push;
    }

    private static void assertFrom(ZmqSocket pull, String userId, String text) {
        Msg msg = pull.receive(Waiting.SOON);
        assertThat(msg).isNotNull();
        assertThat(msg.string(0)).isEqualTo(text);
        assertThat(msg.metadata().get(Metadata.USER_ID)).isEqualTo(userId);
    }

    private static void assertRefused(SocketMonitor monitor) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.HandshakeFailed)) {
            assertThat(event).as("an event of the refusal").isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        assertThat(((SocketEvent.HandshakeFailed) event).code()).isEqualTo(400);
    }

    private static boolean isLetIn(TestSockets sockets, ZmqSocket to, Security security) {
        try (ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.security(security))) {
            SocketMonitor monitor = push.monitor();
            push.connect(TestSockets.endpointOf(to));
            SocketEvent event;
            do {
                event = monitor.next(Waiting.SOON);
                assertThat(event).as("how it was judged").isNotNull();
                if (event instanceof SocketEvent.HandshakeFailed failed) {
                    assertThat(failed.code()).isEqualTo(400);
                    return false;
                }
            } while (!(event instanceof SocketEvent.HandshakeSucceeded));
            return true;
        }
    }

    @Test
    void shouldLetInWhoKnowsThePassword() {
        try (TestSockets sockets = sockets(Authenticators.plain(Map.of("ann", "secret")))) {
            ZmqSocket pull = bound(sockets, Security.plainServer());
            SocketMonitor monitor = pull.monitor();
            send(sockets, pull, Security.plainClient("ann", "wrong"), "bad");
            assertRefused(monitor);
            send(sockets, pull, Security.plainClient("ann", "secret"), "good");
            assertFrom(pull, "ann", "good");
            TestSockets.assertSilent(pull);
        }
    }

    @Test
    void shouldLetInAKeyFromWhenItIsAddedToTheFile() throws IOException {
        Path keys = Files.writeString(directory.resolve("keys"), ANN.publicKey() + " ann\n");
        try (TestSockets sockets =
                sockets(Authenticators.all(Authenticators.allow("127.0.0.0/8"), Authenticators.curveKeys(keys)))) {
            ZmqSocket pull = bound(sockets, Security.curveServer(SERVER));
            SocketMonitor monitor = pull.monitor();
            send(sockets, pull, Security.curveClient(ANN, SERVER.publicKey()), "of ann");
            assertFrom(pull, "ann", "of ann");
            Security bob = Security.curveClient(BOB, SERVER.publicKey());
            ZmqSocket refused = send(sockets, pull, bob, "of bob");
            assertRefused(monitor);
            assertThat(refused.stats().readyPeers()).isZero();
            Files.write(keys, List.of(ANN.publicKey() + " ann", BOB.publicKey() + " bob"));
            // the file is looked at again within a second, and the refused peer comes again and again
            assertFrom(pull, "bob", "of bob");
        }
    }

    @Test
    void shouldRefuseAKeyWhoseCertificateIsTakenAwayAndKeepWhoIsConnected() throws IOException {
        Path keys = Files.createDirectory(directory.resolve("keys"));
        Path ann = Files.writeString(keys.resolve("ann"), "curve\n    public-key = \"" + ANN.publicKey() + "\"\n");
        Files.writeString(keys.resolve("bob"), "curve\n    public-key = \"" + BOB.publicKey() + "\"\n");
        try (TestSockets sockets = sockets(Authenticators.curveKeys(keys))) {
            ZmqSocket pull = bound(sockets, Security.curveServer(SERVER));
            Security security = Security.curveClient(ANN, SERVER.publicKey());
            ZmqSocket connected = send(sockets, pull, security, "one");
            assertFrom(pull, "ann", "one");
            Files.writeString(keys.resolve("broken"), "nothing of use");
            Files.delete(ann);
            // the directory is looked at again within a second
            Waiting.until("the key is refused", () -> !isLetIn(sockets, pull, security));
            assertThat(isLetIn(sockets, pull, security)).isFalse();
            connected.send(Msg.of("two"));
            assertFrom(pull, "ann", "two");
            send(sockets, pull, Security.curveClient(BOB, SERVER.publicKey()), "of bob");
            assertFrom(pull, "bob", "of bob");
        }
    }

    @Test
    void shouldRefuseAnAddressWhateverTheCredentials() {
        try (TestSockets sockets = sockets(Authenticators.all(
                Authenticators.deny("127.0.0.0/8"), Authenticators.plain(Map.of("ann", "secret"))))) {
            ZmqSocket pull = bound(sockets, Security.plainServer());
            SocketMonitor monitor = pull.monitor();
            send(sockets, pull, Security.plainClient("ann", "secret"), "bad");
            assertRefused(monitor);
            assertThat(pull.receive(Duration.ZERO)).isNull();
        }
    }
}
