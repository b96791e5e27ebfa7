package io.zmq4j.internal.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramsTest {

    private static final Metadata SENDER = Metadata.of(Map.of(Metadata.PEER_ADDRESS, "10.0.0.1"));

    private static byte[] encoded(Msg msg) {
        ByteBuffer out = ByteBuffer.allocate(100_000);
        Datagrams.encodeGrouped(msg, out);
        assertThat(out.position()).isEqualTo((int) Datagrams.sizeOfGrouped(msg));
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Test
    void shouldPutTheLengthOfTheGroupBeforeIt() {
        assertThat(encoded(Msg.of("ab", "body"))).isEqualTo(bytes(2, 'a', 'b', 'b', 'o', 'd', 'y'));
        assertThat(encoded(Msg.of("", ""))).isEqualTo(bytes(0));
        byte[] longest = encoded(Msg.of(new byte[255], new byte[] {7}));
        assertThat(longest).hasSize(257).startsWith(255).endsWith(7);
        ByteBuffer direct = ByteBuffer.allocateDirect(3).put(bytes(1, 2, 3)).flip();
        assertThat(encoded(Msg.wrap(ByteBuffer.wrap(bytes('g')), direct))).isEqualTo(bytes(1, 'g', 1, 2, 3));
    }

    @Test
    void shouldKnowTheSizeBeforeItIsPutTogether() {
        byte[] group = "group".getBytes(StandardCharsets.UTF_8);
        Msg body = Msg.of("body");
        assertThat(Datagrams.sizeOfGrouped(group, body))
                .isEqualTo(Datagrams.sizeOfGrouped(body.prepend(group)))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 129, 255})
    void shouldReadGroupsOfEveryLength(int length) {
        Msg msg = Msg.of("g".repeat(length), "body");
        Msg decoded = Datagrams.decodeGrouped(ByteBuffer.wrap(encoded(msg)), SENDER);
        assertThat(decoded).isEqualTo(msg);
        assertThat(decoded.metadata()).isSameAs(SENDER);
        Msg bodiless = Msg.of("g".repeat(length), "");
        assertThat(Datagrams.decodeGrouped(ByteBuffer.wrap(encoded(bodiless)), SENDER))
                .isEqualTo(bodiless);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 0x7f, 0x80, 0x81, 0xff})
    void shouldRefuseAGroupThatIsLongerThanWhatIsThere(int length) {
        for (int there = 0; there < length; there++) {
            byte[] datagram = new byte[1 + there];
            datagram[0] = (byte) length;
            assertThat(Datagrams.decodeGrouped(ByteBuffer.wrap(datagram), SENDER))
                    .as("%d of %d bytes", there, length)
                    .isNull();
        }
    }

    @Test
    void shouldRefuseAnEmptyDatagram() {
        assertThat(Datagrams.decodeGrouped(ByteBuffer.allocate(0), SENDER)).isNull();
    }

    @Test
    void shouldTakeWhatRemainsOfABufferOnly() {
        ByteBuffer in = ByteBuffer.wrap(bytes(9, 9, 1, 'g', 'b', 9)).position(2).limit(5);
        assertThat(Datagrams.decodeGrouped(in, SENDER)).isEqualTo(Msg.of("g", "b"));
    }

    @Test
    void shouldGiveBackEveryByteOfRandomDatagramsThatAreWellFormed() {
        Random random = new Random(17);
        int good = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] datagram = new byte[random.nextInt(300)];
            random.nextBytes(datagram);
            Msg msg = Datagrams.decodeGrouped(ByteBuffer.wrap(datagram), Metadata.EMPTY);
            if (msg != null) {
                assertThat(encoded(msg)).isEqualTo(datagram);
                good++;
            }
        }
        assertThat(good).isBetween(1_000, 9_000);
    }

    @Test
    void shouldPutTheAddressBeforeARawBody() {
        byte[] from = bytes('f');
        Msg msg = Datagrams.decodeRaw(ByteBuffer.wrap(bytes(0xff, 0, 1)), from, SENDER);
        assertThat(msg.frames()).containsExactly(from, bytes(0xff, 0, 1));
        assertThat(msg.metadata()).isSameAs(SENDER);
        assertThat(Datagrams.decodeRaw(ByteBuffer.allocate(0), from, SENDER).length(1))
                .isZero();
    }
}
