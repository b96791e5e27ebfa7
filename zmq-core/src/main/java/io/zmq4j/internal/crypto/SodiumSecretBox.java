package io.zmq4j.internal.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * XSalsa20 with Poly1305, as NaCl's crypto_secretbox, by libsodium. The begin of a text is done behind the 32 bytes of the stream
 * that are the key of the tag, in one go in an array of its own; the rest in place.
 */
final class SodiumSecretBox implements SecretBox {

    private static final int TAG_KEY = 32;

    /** As many blocks as libsodium does side by side. */
    private static final int FIRST_BLOCKS = 8;

    private static final int FIRST = FIRST_BLOCKS * Salsa20.BLOCK;
    private static final int FIRST_TEXT = FIRST - TAG_KEY;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] key;
    private final byte[] nonce = new byte[Long.BYTES];
    private final byte[] first = new byte[FIRST];
    private final byte[] tag = new byte[OVERHEAD];
    private @Nullable SodiumTag longTag;

    SodiumSecretBox(byte[] key, byte[] prefix) {
        this.key = Salsa20.deriveKey(key, prefix);
    }

    @Override
    public void seal(long nonce, byte[] in, int inAt, int length, byte[] out, int outAt) {
        int head = combineFirst(nonce, in, inAt, length);
        System.arraycopy(first, TAG_KEY, out, outAt + OVERHEAD, head);
        combineRest(in, inAt, length, out, outAt + OVERHEAD);
        authenticate(out, outAt + OVERHEAD, length, out, outAt);
    }

    @Override
    public boolean open(long nonce, byte[] in, int inAt, int length, byte[] out, int outAt) {
        int size = length - OVERHEAD;
        int head = combineFirst(nonce, in, inAt + OVERHEAD, size);
        authenticate(in, inAt + OVERHEAD, size, tag, 0);
        int difference = 0;
        for (int i = 0; i < OVERHEAD; i++) {
            difference |= tag[i] ^ in[inAt + i];
        }
        if (difference != 0) {
            return false;
        }
        System.arraycopy(first, TAG_KEY, out, outAt, head);
        combineRest(in, inAt + OVERHEAD, size, out, outAt);
        return true;
    }

    /** Leaves the key of the tag and the begin of the text in {@link #first}; returns the size of the latter. */
    private int combineFirst(long number, byte[] in, int at, int length) {
        int head = Math.min(length, FIRST_TEXT);
        LONG.set(nonce, 0, number);
        Arrays.fill(first, 0, TAG_KEY, (byte) 0);
        System.arraycopy(in, at, first, TAG_KEY, head);
        Sodium.combine(key, nonce, 0, first, 0, TAG_KEY + head, first, 0);
        return head;
    }

    private void combineRest(byte[] in, int inAt, int length, byte[] out, int outAt) {
        long block = FIRST_BLOCKS;
        for (int at = FIRST_TEXT; at < length; at += Sodium.PIECE, block += Sodium.PIECE / Salsa20.BLOCK) {
            int size = Math.min(length - at, Sodium.PIECE);
            Sodium.combine(key, nonce, block, in, inAt + at, size, out, outAt + at);
        }
    }

    private void authenticate(byte[] in, int at, int length, byte[] out, int outAt) {
        if (length <= Sodium.PIECE) {
            Sodium.tag(first, in, at, length, out, outAt);
            return;
        }
        if (longTag == null) {
            longTag = new SodiumTag();
        }
        longTag.compute(first, in, at, length, out, outAt);
    }

    @Override
    public void wipe() {
        Arrays.fill(key, (byte) 0);
        Arrays.fill(first, (byte) 0);
        if (longTag != null) {
            longTag.wipe();
        }
    }
}
