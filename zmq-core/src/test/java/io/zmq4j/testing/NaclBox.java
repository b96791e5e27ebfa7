package io.zmq4j.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** NaCl's box on Bouncy Castle alone, so that nothing of what the product computes is taken from the product. */
public final class NaclBox {

    public static final int KEY = 32;
    public static final int OVERHEAD = 16;

    private static final int[] SIGMA = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    private static final int ROUNDS = 20;

    private NaclBox() {}

    public static byte[] publicKey(byte[] secretKey) {
        byte[] publicKey = new byte[KEY];
        X25519.scalarMultBase(secretKey, 0, publicKey, 0);
        return publicKey;
    }

    /** The key of the boxes between two pairs, without any check of the public key. */
    public static byte[] sharedKey(byte[] secretKey, byte[] publicKey) {
        byte[] point = new byte[KEY];
        X25519.scalarMult(secretKey, 0, publicKey, 0, point, 0);
        return firstKey(point);
    }

    /** HSalsa20 of a point and a nonce of zeros: the core, less what it adds at the end. */
    public static byte[] firstKey(byte[] point) {
        ByteBuffer words = ByteBuffer.wrap(point).order(ByteOrder.LITTLE_ENDIAN);
        int[] in = new int[16];
        for (int i = 0; i < 4; i++) {
            in[5 * i] = SIGMA[i];
            in[1 + i] = words.getInt(4 * i);
            in[11 + i] = words.getInt(16 + 4 * i);
        }
        int[] out = new int[16];
        Salsa20Engine.salsaCore(ROUNDS, in, out);
        ByteBuffer key = ByteBuffer.allocate(KEY).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : new int[] {0, 5, 10, 15, 6, 7, 8, 9}) {
            key.putInt(out[word] - in[word]);
        }
        return key.array();
    }

    public static byte[] seal(byte[] key, byte[] nonce, byte[] text) {
        XSalsa20Engine stream = stream(key, nonce);
        byte[] tagKey = tagKey(stream);
        byte[] sealed = new byte[OVERHEAD + text.length];
        stream.processBytes(text, 0, text.length, sealed, OVERHEAD);
        System.arraycopy(tag(tagKey, sealed), 0, sealed, 0, OVERHEAD);
        return sealed;
    }

    /** What is in the box. */
    public static byte[] open(byte[] key, byte[] nonce, byte[] sealed) {
        XSalsa20Engine stream = stream(key, nonce);
        byte[] tagKey = tagKey(stream);
        if (!Arrays.equals(tag(tagKey, sealed), Arrays.copyOf(sealed, OVERHEAD))) {
            throw new AssertionError("a box of " + sealed.length + " bytes does not open");
        }
        byte[] text = new byte[sealed.length - OVERHEAD];
        stream.processBytes(sealed, OVERHEAD, text.length, text, 0);
        return text;
    }

    /** {@code | prefix (16) | number (8) |}. */
    public static byte[] nonce(String prefix, long number) {
        return ByteBuffer.allocate(24)
                .put(prefix.getBytes(StandardCharsets.US_ASCII))
                .putLong(number)
                .array();
    }

    private static XSalsa20Engine stream(byte[] key, byte[] nonce) {
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return stream;
    }

    private static byte[] tagKey(XSalsa20Engine stream) {
        byte[] tagKey = new byte[KEY];
        stream.processBytes(tagKey, 0, KEY, tagKey, 0);
        return tagKey;
    }

    private static byte[] tag(byte[] tagKey, byte[] sealed) {
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(tagKey));
        mac.update(sealed, OVERHEAD, sealed.length - OVERHEAD);
        byte[] tag = new byte[OVERHEAD];
        mac.doFinal(tag, 0);
        return tag;
    }
}
