package io.zmq4j.internal.crypto;

import java.util.Arrays;

/** XSalsa20 with Poly1305, as NaCl's crypto_secretbox, in Java. */
final class JavaSecretBox implements SecretBox {

    /** Of the first block of the stream, the first half is the key of the tag, and the other half goes to the text. */
    private static final int FIRST_TEXT = Salsa20.BLOCK - Poly1305.KEY;

    private final Salsa20 stream;
    private final byte[] first = new byte[Salsa20.BLOCK];
    private final byte[] tag = new byte[Poly1305.TAG];

    JavaSecretBox(byte[] key, byte[] prefix) {
        byte[] derived = Salsa20.deriveKey(key, prefix);
        stream = new Salsa20(derived);
        Arrays.fill(derived, (byte) 0);
    }

    @Override
    public void seal(long nonce, byte[] in, int inAt, int length, byte[] out, int outAt) {
        long little = Long.reverseBytes(nonce);
        stream.firstBlock(little, first);
        combine(little, in, inAt, length, out, outAt + OVERHEAD);
        Poly1305.tag(first, out, outAt + OVERHEAD, length, out, outAt);
    }

    @Override
    public boolean open(long nonce, byte[] in, int inAt, int length, byte[] out, int outAt) {
        long little = Long.reverseBytes(nonce);
        stream.firstBlock(little, first);
        Poly1305.tag(first, in, inAt + OVERHEAD, length - OVERHEAD, tag, 0);
        int difference = 0;
        for (int i = 0; i < OVERHEAD; i++) {
            difference |= tag[i] ^ in[inAt + i];
        }
        if (difference != 0) {
            return false;
        }
        combine(little, in, inAt + OVERHEAD, length - OVERHEAD, out, outAt);
        return true;
    }

    private void combine(long nonce, byte[] in, int inAt, int length, byte[] out, int outAt) {
        int head = Math.min(length, FIRST_TEXT);
        for (int i = 0; i < head; i++) {
            out[outAt + i] = (byte) (in[inAt + i] ^ first[Poly1305.KEY + i]);
        }
        stream.combine(nonce, 1, in, inAt + head, length - head, out, outAt + head);
    }

    @Override
    public void wipe() {
        stream.wipe();
        Arrays.fill(first, (byte) 0);
    }
}
