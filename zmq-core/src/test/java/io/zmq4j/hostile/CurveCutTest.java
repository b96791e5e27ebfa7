package io.zmq4j.hostile;

import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.property;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.CurveClientWire;
import io.zmq4j.testing.CurveServerWire;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.RawServer;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connection of CURVE that ends, by FIN and by RST, at every so many bytes of what one side says up to a message of three
 * frames: the message is delivered whole or not at all. At every byte, five times:
 * {@code -Dzmq4j.cutStep=1 -Dzmq4j.cutRounds=5}.
 */
@Timeout(900)
@ExtendWith({LeakGate.class, NoSurprises.class})
class CurveCutTest {

    private static final int STEP = Scale.of("cutStep", 7);
    private static final int ROUNDS = Scale.of("cutRounds", 1);
    private static final int MORE = 1;
    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();
    private static final byte[] TYPE = property("Socket-Type", ascii("PUSH"));
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final RawServer server = new RawServer();

    /** Sends up to a limit. */
    private static final class Budget {
        final RawPeer peer;
        private int left;
        private int said;

        Budget(RawPeer peer, int limit) {
            this.peer = peer;
            left = limit;
        }

        /** Whether all of it could be said. */
        boolean say(byte[]... parts) {
            byte[] bytes = Wire.join(parts);
            int count = Math.min(left, bytes.length);
            peer.send(Arrays.copyOf(bytes, count));
            left -= count;
            said += count;
            return count == bytes.length;
        }
    }

    /** Says as much as it may as a client, and returns how much that was. */
    private static int talkAsClient(Budget budget) {
        CurveClientWire client = new CurveClientWire(CLIENT, SERVER.publicKeyBytes());
        if (budget.say(CurveClientWire.greeting(), client.hello())) {
            budget.peer.read(Wire.GREETING);
            client.welcomed(budget.peer.readFrame());
            if (budget.say(client.initiate(TYPE))) {
                assertThat(budget.peer.readFrame().isCommand("READY")).isTrue();
                budget.say(
                        client.message(MORE, new byte[0]),
                        client.message(MORE, new byte[300]),
                        client.message(0, ascii("end")));
            }
        }
        return budget.said;
    }

    private static int talkAsServer(Budget budget) {
        if (budget.say(CurveServerWire.greeting())) {
            budget.peer.read(Wire.GREETING);
            CurveServerWire honest = new CurveServerWire(SERVER).greeted(budget.peer.readFrame());
            if (budget.say(honest.welcome())) {
                assertThat(budget.peer.readFrame().isCommand("INITIATE")).isTrue();
                budget.say(
                        honest.ready(1, TYPE),
                        honest.message(2, MORE, new byte[0]),
                        honest.message(3, MORE, new byte[300]),
                        honest.message(4, 0, ascii("end")));
            }
        }
        return budget.said;
    }

    private static void cut(RawPeer peer, boolean reset) {
        if (reset) {
            peer.reset();
            return;
        }
        try (peer) {
            assertThat(peer.finish().isClosedWithin(Waiting.SOON)).isTrue();
        }
    }

    private static void assertWhole(ZmqSocket pull) {
        Msg msg = pull.receive(Waiting.SOON);
        assertThat(msg).isNotNull();
        assertThat(msg.frames()).containsExactly(new byte[0], new byte[300], ascii("end"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDeliverNothingOfAClientThatIsCut(boolean reset) {
        ZmqSocket pull = sockets.bound(
                SocketType.PULL, Transport.TCP, options -> options.security(Security.curveServer(SERVER)));
        String endpoint = TestSockets.endpointOf(pull);
        RawPeer first = RawPeer.connect(endpoint);
        int whole = talkAsClient(new Budget(first, Integer.MAX_VALUE));
        assertWhole(pull);
        first.close();
        for (int round = 0; round < ROUNDS; round++) {
            for (int offset = round % STEP; offset < whole; offset += STEP) {
                RawPeer peer = RawPeer.connect(endpoint);
                assertThat(talkAsClient(new Budget(peer, offset))).isEqualTo(offset);
                cut(peer, reset);
                assertThat(pull.receive(AT_ONCE)).as("cut at %d", offset).isNull();
            }
        }
        RawPeer last = RawPeer.connect(endpoint);
        talkAsClient(new Budget(last, Integer.MAX_VALUE));
        assertWhole(pull);
        last.close();
        assertThat(pull.receive(AT_ONCE)).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldDeliverNothingOfAServerThatIsCut(boolean reset) {
        Duration soon = Duration.ofMillis(1);
        ZmqSocket pull = sockets.socket(
                SocketType.PULL, options -> options.security(Security.curveClient(CLIENT, SERVER.publicKey()))
                        .reconnectInterval(soon)
                        .reconnectMaxInterval(soon));
        pull.connect(server.endpoint());
        RawPeer first = server.accept();
        int whole = talkAsServer(new Budget(first, Integer.MAX_VALUE));
        assertWhole(pull);
        first.close();
        for (int round = 0; round < ROUNDS; round++) {
            for (int offset = round % STEP; offset < whole; offset += STEP) {
                RawPeer peer = server.accept();
                assertThat(talkAsServer(new Budget(peer, offset))).isEqualTo(offset);
                cut(peer, reset);
                assertThat(pull.receive(AT_ONCE)).as("cut at %d", offset).isNull();
            }
        }
        RawPeer last = server.accept();
        talkAsServer(new Budget(last, Integer.MAX_VALUE));
        assertWhole(pull);
        last.close();
    }
}
