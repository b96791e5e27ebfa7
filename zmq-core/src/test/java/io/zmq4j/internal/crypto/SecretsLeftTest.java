package io.zmq4j.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Authenticator.Decision;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dump of the heap after connections of CURVE and PLAIN have ended: no secret of theirs is in it. More:
 * {@code -Dzmq4j.secretSessions=500}.
 */
@Timeout(600)
@ExtendWith({LeakGate.class, NoSurprises.class})
class SecretsLeftTest {

    private static final int SESSIONS = Scale.of("secretSessions", 40);

    /** What a connection of CURVE computes: on each side for HELLO, the vouch and the traffic. */
    private static final int AGREEMENTS = 6;

    private static final int NOTED = 5;

    @TempDir
    private Path directory;

    private final List<byte[]> longTerm = new ArrayList<>();
    private final List<byte[]> passwords = new ArrayList<>();
    private final List<Object> closed = new ArrayList<>();

    private void talk() {
        ContextConfig config = ContextConfig.builder()
                .authenticator(request -> Decision.accept("ann"))
                .build();
        try (TestSockets sockets = new TestSockets(config)) {
            CurveKeys server = CurveKeys.generate();
            longTerm.add(RecordingAgreement.mask(server.secretKeyBytes()));
            ZmqSocket curve = sockets.bound(
                    SocketType.PULL, Transport.TCP, options -> options.security(Security.curveServer(server)));
            ZmqSocket plain =
                    sockets.bound(SocketType.PULL, Transport.TCP, options -> options.security(Security.plainServer()));
            closed.addAll(List.of(curve, plain, sockets));
            for (int i = 0; i < SESSIONS; i++) {
                CurveKeys client = CurveKeys.generate();
                longTerm.add(RecordingAgreement.mask(client.secretKeyBytes()));
                exchange(sockets, curve, Security.curveClient(client, server.publicKey()));
                String password = UUID.randomUUID().toString();
                passwords.add(RecordingAgreement.mask(password.getBytes(StandardCharsets.US_ASCII)));
                exchange(sockets, plain, Security.plainClient("ann", password));
            }
        }
    }

    private void exchange(TestSockets sockets, ZmqSocket pull, Security security) {
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.security(security));
        push.send(Msg.of("hello"));
        TestSockets.assertReceives(pull, "hello");
        push.close();
        closed.add(push);
    }

    private static boolean isOneOf(List<byte[]> all, byte[] one) {
        return all.stream().anyMatch(other -> Arrays.equals(other, one));
    }

    private static void onAThreadOfItsOwn(Runnable body) {
        Thread thread = new Thread(body, "talk");
        thread.start();
        Waiting.await("the end of the sessions")
                .atMost(java.time.Duration.ofMinutes(5))
                .until(() -> !thread.isAlive());
    }

    @Test
    void shouldLeaveNoSecretBehind() throws Exception {
        List<byte[]> agreed;
        try (RecordingAgreement recorded = new RecordingAgreement()) {
            onAThreadOfItsOwn(this::talk);
            agreed = new ArrayList<>(recorded.masked);
        }
        assertThat(agreed).hasSizeGreaterThanOrEqualTo(SESSIONS * AGREEMENTS * NOTED);
        agreed.removeIf(secret -> isOneOf(longTerm, secret));
        assertThat(agreed).hasSizeGreaterThanOrEqualTo(SESSIONS * (AGREEMENTS * NOTED - 3));
        assertThat(passwords).hasSize(SESSIONS);

        // the sockets are there, with their options, but what was agreed on is not
        assertThat(closed).hasSize(2 * SESSIONS + 3);
        assertThat(HeapSearch.find(longTerm, directory))
                .as("what the options hold is found")
                .isNotEmpty();
        assertThat(HeapSearch.find(agreed, directory))
                .as("of %d secrets", agreed.size())
                .isEmpty();

        closed.clear();
        List<byte[]> all = new ArrayList<>(agreed);
        all.addAll(longTerm);
        all.addAll(passwords);
        Set<Integer> found = HeapSearch.find(all, directory);
        System.out.printf("secrets searched: %d, found: %d%n", all.size(), found.size());
        assertThat(found).as("of %d secrets", all.size()).isEmpty();
    }
}
