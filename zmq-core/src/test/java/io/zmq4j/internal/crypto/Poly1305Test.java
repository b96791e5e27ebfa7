package io.zmq4j.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class Poly1305Test {

    private final Random random = new Random(26);

    private byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Keys and messages of all ones and zeros, for which the reduction has its extremes. */
    @Test
    void shouldAuthenticateAsTheReferenceAtTheExtremes() {
        for (int i = 0; i < 20_000; i++) {
            byte[] key = bytes(32);
            byte[] text = bytes(random.nextInt(80));
            if ((i & 1) == 0) {
                Arrays.fill(key, 0, 16, (byte) -1);
            }
            if ((i & 2) == 0) {
                Arrays.fill(text, (byte) -1);
            }
            if ((i & 12) == 0) {
                Arrays.fill(key, 0, 16, (byte) random.nextInt(3));
            }
            byte[] tag = new byte[16];
            Poly1305.tag(key, text, 0, text.length, tag, 0);
            org.bouncycastle.crypto.macs.Poly1305 reference = new org.bouncycastle.crypto.macs.Poly1305();
            reference.init(new KeyParameter(key));
            reference.update(text, 0, text.length);
            byte[] expected = new byte[16];
            reference.doFinal(expected, 0);
            assertThat(tag).isEqualTo(expected);
        }
    }
}
