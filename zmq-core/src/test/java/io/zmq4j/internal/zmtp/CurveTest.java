package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CURVE between two connections of this library, and what somebody between them may do. */
class CurveTest {

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();
    private static final int GREETING = 64;

    /** What goes over the wire, in order; the even ones are of the client. */
    private enum Step {
        HELLO,
        WELCOME,
        INITIATE,
        READY,
        MESSAGE_OF_CLIENT,
        MESSAGE_OF_SERVER
    }

    private static ZmtpSettings settings(Security security, Map<String, String> metadata) {
        return new ZmtpSettings(
                SocketType.PAIR, new byte[0], metadata, 1_000_000, 1024, ZmtpVersion.V3, security, false, null);
    }

    private static Side client() {
        return new Side(
                settings(Security.curveClient(CLIENT, SERVER.publicKey()), Map.of("X-side", "client")),
                Integer.MAX_VALUE);
    }

    private static Side server() {
        return new Side(settings(Security.curveServer(SERVER), Map.of("X-side", "server")), Integer.MAX_VALUE);
    }

    /** The two ends of a connection and what is on its way between them. */
    private static final class Line {
        final Side client;
        final Side server;

        Line(Side client, Side server) {
            this.client = client;
            this.server = server;
            byte[] ours = client.drain();
            byte[] theirs = server.drain();
            assertThat(ours).hasSize(GREETING);
            server.feed(ours);
            client.feed(theirs);
        }

        Side sender(Step step) {
            return step.ordinal() % 2 == 0 ? client : server;
        }

        Side receiver(Step step) {
            return step.ordinal() % 2 == 0 ? server : client;
        }

        /** The bytes of a step, all before it being done. */
        byte[] take(Step step) {
            if (step.ordinal() >= Step.MESSAGE_OF_CLIENT.ordinal()) {
                sender(step).connection.send(Msg.of("hello", step.name()));
            }
            return sender(step).drain();
        }

        void deliver(Step step, byte[] bytes) {
            receiver(step).feed(bytes);
            if (step == Step.INITIATE) {
                server.verdict(200);
            }
        }

        Line until(Step step) {
            for (Step before : Step.values()) {
                if (before == step) {
                    break;
                }
                deliver(before, take(before));
            }
            return this;
        }
    }

    private static Line line() {
        return new Line(client(), server());
    }

    @Test
    void shouldAgreeAndExchangeMessages() {
        Line line = line();
        for (Step step : Step.values()) {
            line.deliver(step, line.take(step));
        }
        assertThat(line.server.peer.metadata().get("X-side")).isEqualTo("client");
        assertThat(line.client.peer.metadata().get("X-side")).isEqualTo("server");
        assertThat(line.server.messages).containsExactly(Msg.of("hello", "MESSAGE_OF_CLIENT"));
        assertThat(line.client.messages).containsExactly(Msg.of("hello", "MESSAGE_OF_SERVER"));
        assertThat(line.server.credentials).singleElement().satisfies(credentials -> {
            assertThat(credentials.mechanism()).isEqualTo("CURVE");
            assertThat(credentials.values()).containsExactly(CLIENT.publicKeyBytes());
        });
    }

    @Test
    void shouldSendCommandsOfTheSizesOfTheSpecification() {
        Line line = line();
        assertThat(line.take(Step.HELLO)).hasSize(2 + 200).startsWith(bytes(4, 200, 5, "HELLO", 1, 0));
        line = line().until(Step.WELCOME);
        assertThat(line.take(Step.WELCOME)).hasSize(2 + 168).startsWith(bytes(4, 168, 7, "WELCOME"));
        line = line().until(Step.INITIATE);
        assertThat(line.take(Step.INITIATE)).startsWith(bytes(6)).contains(bytes(8, "INITIATE"));
        line = line().until(Step.READY);
        assertThat(line.take(Step.READY)).startsWith(bytes(4)).contains(bytes(5, "READY"));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseEveryFlippedBit(Step step) {
        byte[] whole = line().until(step).take(step);
        int header = (whole[0] & 2) == 0 ? 2 : 9;
        int frames = step.ordinal() < Step.MESSAGE_OF_CLIENT.ordinal() ? whole.length : header + (whole[1] & 0xFF);
        for (int bit = header * 8; bit < frames * 8; bit++) {
            Line line = line().until(step);
            byte[] bytes = line.take(step);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            int flipped = bit;
            assertThatThrownBy(() -> line.deliver(step, bytes))
                    .as("bit %d of byte %d", flipped % 8, flipped / 8)
                    .isInstanceOf(Side.Refused.class);
            assertThat(line.receiver(step).messages).isEmpty();
        }
    }

    /** The head of a frame is in no box: a change of it ends the connection, or waits for bytes that never come. */
    @ParameterizedTest
    @EnumSource
    void shouldTakeNothingFromAFrameWhoseHeadWasChanged(Step step) {
        boolean traffic = step.ordinal() >= Step.MESSAGE_OF_CLIENT.ordinal();
        int header = (line().until(step).take(step)[0] & 2) == 0 ? 2 : 9;
        List<Integer> ignored = new ArrayList<>();
        for (int bit = 0; bit < header * 8; bit++) {
            Line line = line().until(step);
            byte[] bytes = line.take(step);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Side receiver = line.receiver(step);
            boolean wasReady = receiver.peer != null;
            try {
                receiver.feed(bytes);
            } catch (Side.Refused e) {
                assertThat(receiver.messages).isEmpty();
                continue;
            }
            if (!receiver.messages.isEmpty()) {
                assertThat(receiver.messages).containsExactly(Msg.of("hello", step.name()));
                ignored.add(bit);
            }
            assertThat(receiver.credentials)
                    .hasSize(step.ordinal() > Step.INITIATE.ordinal() && step.ordinal() % 2 == 0 ? 1 : 0);
            assertThat(receiver.peer != null).isEqualTo(wasReady);
            assertThat(receiver.connection.hasOutput()).isFalse();
        }
        // MORE and COMMAND around a box, as what counts is in it
        assertThat(ignored).isEqualTo(traffic ? List.of(0, 2) : List.of());
    }

    /** Some bits of a greeting have no meaning; all others must be as they are. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRefuseEveryFlippedBitOfAGreetingThatHasAMeaning(boolean ofClient) {
        List<Integer> ignored = new ArrayList<>();
        for (int bit = 0; bit < GREETING * 8; bit++) {
            Side sender = ofClient ? client() : server();
            Side receiver = ofClient ? server() : client();
            byte[] greeting = Arrays.copyOf(sender.drain(), GREETING);
            greeting[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                receiver.feed(greeting);
                ignored.add(bit);
            } catch (Side.Refused e) {
                assertThat(receiver.peer).isNull();
            }
        }
        List<Integer> meaningless = new ArrayList<>();
        IntStream.range(8, 9 * 8).forEach(meaningless::add); // padding of the signature
        IntStream.range(9 * 8 + 1, 10 * 8).forEach(meaningless::add); // of 7F, libzmq and we look at the lowest bit
        IntStream.range(10 * 8 + 2, 11 * 8).forEach(meaningless::add); // majors above 3 are newer ones, as 7
        IntStream.range(11 * 8, 12 * 8).forEach(meaningless::add); // any minor
        IntStream.range(32 * 8, GREETING * 8).forEach(meaningless::add); // as-server and the filler
        assertThat(ignored).isEqualTo(meaningless);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatIsPlayedAgain(Step step) {
        Line line = line().until(step);
        byte[] bytes = line.take(step);
        line.deliver(step, bytes);
        int messages = line.receiver(step).messages.size();
        assertThatThrownBy(() -> line.receiver(step).feed(bytes)).isInstanceOf(Side.Refused.class);
        assertThat(line.receiver(step).messages).hasSize(messages);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseWhatWasSaidOnAnotherConnection(Step step) {
        byte[] other = line().until(step).take(step);
        Line line = line().until(step);
        if (step == Step.HELLO) {
            // nobody can tell, but who says it again cannot go on
            line.deliver(step, other);
            byte[] welcome = line.server.drain();
            assertThatThrownBy(() -> line().until(Step.WELCOME).client.feed(welcome))
                    .isInstanceOf(Side.Refused.class);
            return;
        }
        assertThatThrownBy(() -> line.deliver(step, other)).isInstanceOf(Side.Refused.class);
        assertThat(line.receiver(step).messages).isEmpty();
    }

    /** The second of two messages first, then the first one. */
    @Test
    void shouldTakeASkippedNonceAndRefuseAnEarlierOne() {
        Line line = line().until(Step.MESSAGE_OF_CLIENT);
        line.client.connection.send(Msg.of("one"));
        byte[] one = line.client.drain();
        line.client.connection.send(Msg.of("two"));
        line.server.feed(line.client.drain());
        assertThat(line.server.messages).containsExactly(Msg.of("two"));
        assertThatThrownBy(() -> line.server.feed(one))
                .isInstanceOfSatisfying(
                        Side.Refused.class, e -> assertThat(e.code).isEqualTo(0x10000002));
    }

    @Test
    void shouldTakeNoncesAsUnsigned() {
        Line line = line().until(Step.MESSAGE_OF_CLIENT);
        byte[] bytes = line.take(Step.MESSAGE_OF_CLIENT);
        ByteBuffer.wrap(bytes).putLong(2 + 8, -1); // 2^64 - 1 is the largest, so it is refused by the box alone
        assertThatThrownBy(() -> line.server.feed(bytes))
                .isInstanceOfSatisfying(
                        Side.Refused.class, e -> assertThat(e.code).isEqualTo(0x11000001));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 33, 221, 222, 223, 255, 256, 65_535, 65_536, 200_000})
    void shouldCarryFramesOfEverySizeInAnyPieces(int size) {
        byte[] body = new byte[size];
        Arrays.fill(body, (byte) size);
        Line line = line().until(Step.MESSAGE_OF_CLIENT);
        line.client.connection.send(Msg.of(body, new byte[0], body));
        byte[] wire = line.client.drain(97);
        for (int at = 0; at < wire.length; at += 1_000) {
            line.server.feed(Arrays.copyOfRange(wire, at, Math.min(wire.length, at + 1_000)));
        }
        assertThat(line.server.messages).containsExactly(Msg.of(body, new byte[0], body));
    }

    @Test
    void shouldProtectCommandsAmongMessages() {
        Line line = line().until(Step.MESSAGE_OF_CLIENT);
        line.client.connection.ping(500);
        line.client.connection.send(Msg.of("between"));
        byte[] wire = line.client.drain();
        assertThat(new String(wire, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("PING")
                .doesNotContain("between");
        line.server.feed(wire);
        assertThat(line.server.events).contains("ping 500", "message [between]");
        line.client.feed(line.server.drain()); // the PONG
        assertThat(line.client.connection.hasOutput()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 400, 500})
    void shouldTellAClientThatIsNotLetIn(int status) {
        Line line = line().until(Step.INITIATE);
        line.server.feed(line.take(Step.INITIATE));
        assertThat(line.server.peer).isNull();
        line.server.verdict(status);
        byte[] answer = line.server.drain();
        if (status == 300) {
            assertThat(answer).isEmpty();
        } else {
            assertThat(answer).isEqualTo(frame(4, 5, "ERROR", 3, String.valueOf(status)));
            assertThatThrownBy(() -> line.client.feed(answer))
                    .isInstanceOfSatisfying(
                            Side.Refused.class, e -> assertThat(e.code).isEqualTo(status));
        }
        assertThat(line.server.peer).isNull();
        assertThat(line.client.peer).isNull();
    }

    @Test
    void shouldRefuseAMessageThatIsNotEncrypted() {
        for (byte[] plain : List.of(Wire.message("plain"), frame(4, 4, "PING", 0, 0), frame(4, 5, "ERROR", 3, "400"))) {
            Line line = line().until(Step.MESSAGE_OF_CLIENT);
            assertThatThrownBy(() -> line.server.feed(plain)).isInstanceOf(Side.Refused.class);
            assertThatThrownBy(() -> line.client.feed(plain)).isInstanceOf(Side.Refused.class);
        }
    }

    @Test
    void shouldRefuseTheKeyOfAServerThatItDoesNotKnow() {
        Side stranger = new Side(settings(Security.curveServer(CurveKeys.generate()), Map.of()), Integer.MAX_VALUE);
        Line line = new Line(client(), stranger);
        assertThatThrownBy(() -> line.deliver(Step.HELLO, line.take(Step.HELLO)))
                .isInstanceOfSatisfying(
                        Side.Refused.class, e -> assertThat(e.code).isEqualTo(0x11000001));
    }

    @Test
    void shouldTellNoSecretInAnyText() {
        Security client = Security.curveClient(CLIENT, SERVER.publicKey());
        Security server = Security.curveServer(SERVER);
        assertThat(client + " " + server + " " + Security.plainClient("ann", "pass word"))
                .contains(CLIENT.publicKey(), SERVER.publicKey(), "ann")
                .doesNotContain(CLIENT.secretKey())
                .doesNotContain(SERVER.secretKey())
                .doesNotContain("pass word");
    }
}
