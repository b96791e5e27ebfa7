package io.zmq4j.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WebSocketFrameTest {

    private static final int KEY = 0x81A2F304;

    private static byte expected(byte plain, int index) {
        return (byte) (plain ^ KEY >>> 24 - 8 * (index % 4));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void shouldMaskAsTheRfcSaysWhereverItBeginsAndEnds() {
        byte[] plain = random(40);
        for (int from = 0; from <= plain.length; from++) {
            for (int to = from; to <= plain.length; to++) {
                byte[] masked = plain.clone();
                WebSocketFrame.mask(masked, from, to, KEY);
                ByteBuffer direct = ByteBuffer.allocateDirect(plain.length).put(0, plain);
                WebSocketFrame.mask(direct, from, to, KEY);
                for (int i = 0; i < plain.length; i++) {
                    byte wanted = i >= from && i < to ? expected(plain[i], i - from) : plain[i];
                    assertThat(masked[i]).as("byte %d of %d to %d", i, from, to).isEqualTo(wanted);
                    assertThat(direct.get(i)).isEqualTo(wanted);
                }
            }
        }
    }

    @Test
    void shouldMaskTheSameInPieces() {
        byte[] plain = random(67);
        byte[] whole = plain.clone();
        WebSocketFrame.mask(whole, 0, whole.length, KEY);
        for (int cut = 0; cut <= plain.length; cut++) {
            byte[] pieces = plain.clone();
            WebSocketFrame.mask(pieces, 0, cut, KEY);
            WebSocketFrame.mask(pieces, cut, pieces.length, WebSocketFrame.keyAfter(KEY, cut));
            assertThat(pieces).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void shouldBeThatOfTheExampleOfTheRfc() {
        byte[] hello = {0x7F, (byte) 0x9F, 0x4D, 0x51, 0x58};
        WebSocketFrame.mask(hello, 0, hello.length, 0x37FA213D);
        assertThat(hello).asString().isEqualTo("Hello");
        assertThat(WebSocketUpgrade.proof("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @Test
    void shouldUseAKeyOnce() {
        MaskKeys keys = new MaskKeys();
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            seen.add(keys.next());
        }
        // two of a thousand random ones are equal once in 8000 times
        assertThat(seen).hasSizeGreaterThan(997);
    }
}
