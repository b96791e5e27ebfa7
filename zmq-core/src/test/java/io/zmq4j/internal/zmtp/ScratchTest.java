package io.zmq4j.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What connections with CURVE hold of the arrays that they work in. */
class ScratchTest {

    private static final CurveKeys SERVER = CurveKeys.generate();

    /** Knows who has what. */
    private static final class Lender implements Scratch {
        final List<byte[]> lent = new ArrayList<>();
        int taken;

        @Override
        public byte[] take(int size) {
            byte[] array = new byte[size];
            lent.add(array);
            taken++;
            return array;
        }

        @Override
        public void give(byte[] array) {
            assertThat(array).hasSizeLessThanOrEqualTo(LARGEST);
            assertThat(lent.removeIf(each -> each == array)).as("lent").isTrue();
        }
    }

    private final Lender sending = new Lender();
    private final Lender receiving = new Lender();
    private final Side client = side(Security.curveClient(CurveKeys.generate(), SERVER.publicKey()), sending);
    private final Side server = side(Security.curveServer(SERVER), receiving);

    private static Side side(Security security, Scratch scratch) {
        ZmtpSettings settings = new ZmtpSettings(
                SocketType.PAIR, new byte[0], Map.of(), -1, 1024, ZmtpVersion.V3, security, false, null);
        Side side = new Side(settings, Integer.MAX_VALUE);
        side.scratch = scratch;
        return side;
    }

    @BeforeEach
    void shakeHands() {
        for (int i = 0; i < 3; i++) {
            server.feed(client.drain());
            if (!server.credentials.isEmpty() && server.peer == null) {
                server.verdict(200);
            }
            client.feed(server.drain());
        }
        assertThat(client.peer).isNotNull();
        assertThat(server.peer).isNotNull();
    }

    private void send(Msg msg) {
        client.connection.send(msg);
        server.feed(client.drain(1 << 20));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 1_000})
    void shouldKeepASmallArray(int size) {
        Msg msg = Msg.of(new byte[size]);
        for (int i = 0; i < 3; i++) {
            send(msg);
            client.connection.restOutput();
            server.connection.restInput();
        }
        assertThat(sending.taken).isEqualTo(1);
        assertThat(receiving.taken).isEqualTo(1);
        assertThat(server.messages).hasSize(3).containsOnly(msg);
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000, 65_536, 70_000})
    void shouldGiveALargeArrayBackWhenThereIsNoMore(int size) {
        Msg msg = Msg.of(new byte[size]);
        for (int i = 0; i < 3; i++) {
            send(msg);
            send(msg);
            assertThat(sending.lent).hasSize(1);
            assertThat(receiving.lent).hasSize(1);
            client.connection.restOutput();
            server.connection.restInput();
            assertThat(sending.lent).isEmpty();
            assertThat(receiving.lent).isEmpty();
        }
        assertThat(sending.taken).as("once in two messages").isEqualTo(3);
        assertThat(receiving.taken).isEqualTo(3);
        assertThat(server.messages).hasSize(6).containsOnly(msg);
    }

    @Test
    void shouldLendNoArrayOfMoreThanTheLargest() {
        send(Msg.of(new byte[Scratch.LARGEST + 1]));
        client.connection.restOutput();
        server.connection.restInput();
        assertThat(receiving.taken).isZero();
        assertThat(server.messages).hasSize(1);
    }

    @Test
    void shouldKeepTheArrayWhileAMessageIsUnderWay() {
        Msg msg = Msg.of("first", "x".repeat(10_000));
        client.connection.send(msg);
        ByteBuffer out = ByteBuffer.allocate(4_000);
        assertThat(client.connection.fill(out)).isFalse();
        client.connection.restOutput();
        server.decode(out.flip());
        server.connection.restInput();
        server.feed(client.drain());
        client.connection.restOutput();
        assertThat(server.messages).containsExactly(msg);
        assertThat(sending.lent.stream().filter(array -> array.length > Scratch.SMALL))
                .isEmpty();
    }
}
