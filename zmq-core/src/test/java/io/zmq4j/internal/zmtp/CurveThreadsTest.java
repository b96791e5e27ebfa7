package io.zmq4j.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.CurveKeys;
import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.crypto.WatchedCrypto;
import io.zmq4j.internal.zmtp.mechanism.Computation;
import io.zmq4j.internal.zmtp.mechanism.CurveClient;
import io.zmq4j.internal.zmtp.mechanism.CurveServer;
import io.zmq4j.internal.zmtp.mechanism.Mechanism;
import io.zmq4j.testing.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both ends of CURVE: which thread computes, and what is left of the secrets. */
@Timeout(60)
class CurveThreadsTest {

    /** Products of both sides: two short-term keys, and C' to S, C' to S' and C to S' on each side. */
    private static final int PRODUCTS = 2 + 2 * 3;

    private static final byte[] NO_PROPERTIES = {};
    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();

    private final WatchedCrypto watched = new WatchedCrypto();
    private final Crypto crypto = watched.crypto();
    private final byte[] clientSecret = CLIENT.secretKeyBytes();
    private final byte[] serverSecret = SERVER.secretKeyBytes();
    private final CurveClient client =
            new CurveClient(crypto, CLIENT.publicKeyBytes(), clientSecret, SERVER.publicKeyBytes(), NO_PROPERTIES);
    private final CurveServer server = new CurveServer(crypto, SERVER.publicKeyBytes(), serverSecret, NO_PROPERTIES);
    private int computed;

    /** Runs what the mechanism wants computed, on a thread of its own, until it wants no more. */
    private void help(Mechanism mechanism) throws ProtocolException {
        for (Computation due = mechanism.computation(); due != null; due = mechanism.computation()) {
            assertThat(mechanism.nextCommand()).as("said before it is computed").isNull();
            Thread helper = new Thread(due, "helper");
            helper.start();
            try {
                helper.join(Waiting.SOON.toMillis());
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            computed++;
            mechanism.onComputed();
        }
    }

    /** One says its next command to the other. */
    private void say(Mechanism from, Mechanism to) throws ProtocolException {
        help(from);
        byte[] command = from.nextCommand();
        assertThat(command).isNotNull();
        to.onCommand(Command.parse(command));
        help(to);
    }

    @Test
    void shouldLeaveEveryProductToHelpers() throws ProtocolException {
        say(client, server);
        say(server, client);
        say(client, server);
        server.onVerdict(200);
        say(server, client);
        assertThat(client.cipher()).isNotNull();
        assertThat(server.cipher()).isNotNull();
        assertThat(computed).isEqualTo(4);
        assertThat(watched.threads()).hasSize(PRODUCTS).allSatisfy(thread -> assertThat(thread.getName())
                .isEqualTo("helper"));
    }

    @Test
    void shouldForgetTheLongTermKeysWhenTrafficBegins() throws ProtocolException {
        shouldLeaveEveryProductToHelpers();
        assertThat(clientSecret).containsOnly(0);
        assertThat(serverSecret).containsOnly(0);
        assertThat(SERVER.secretKeyBytes()).as("of the configuration").isNotEqualTo(serverSecret);
    }

    @Test
    void shouldForgetTheLongTermKeysWhenItIsAbandoned() throws ProtocolException {
        Computation hello = client.computation();
        assertThat(hello).isNotNull();
        hello.wipe();
        assertThat(clientSecret).containsOnly(0);
        server.wipe();
        assertThat(serverSecret).containsOnly(0);
    }

    @Test
    void shouldComputeNothingForACommandThatIsWrongInItsForm() {
        assertThatThrownBy(() -> server.onCommand(Command.parse(Command.encode(Command.HELLO, new byte[10]))))
                .isInstanceOf(ProtocolException.class);
        assertThat(server.computation()).isNull();
        assertThat(watched.threads()).isEmpty();
    }
}
