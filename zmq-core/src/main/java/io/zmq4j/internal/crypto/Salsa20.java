package io.zmq4j.internal.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The stream of Salsa20/20 under one key: adds, rotations and exclusive ors of 32-bit words alone. A long input is done in
 * groups of blocks whose same words lie side by side, so that the JIT compiler makes vector instructions of the loops over
 * them. Not thread-safe.
 */
final class Salsa20 {

    static final int BLOCK = 64;
    static final int KEY = 32;

    /** Blocks in a group: vectors as long as processors have them want as many. */
    private static final int SMALL = 16;

    private static final int LARGE = 64;

    /** Blocks from which a group, though not all of it is needed, takes less time than what is smaller. */
    private static final int SMALL_PAYS = 10;

    private static final int LARGE_PAYS = 40;

    private static final int WORDS = BLOCK / Integer.BYTES;
    private static final int ROUNDS = 20;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    // "expand 32-byte k"
    private static final int C0 = 0x61707865;
    private static final int C1 = 0x3320646e;
    private static final int C2 = 0x79622d32;
    private static final int C3 = 0x6b206574;

    private final int[] key = new int[KEY / Integer.BYTES];
    private final byte[] last = new byte[BLOCK];

    /** Word w of the block in lane l is at w * size + l, in a group of that size; as long as inputs have needed it. */
    private int[] lanes = {};

    Salsa20(byte[] keyBytes) {
        for (int i = 0; i < key.length; i++) {
            key[i] = (int) INTS.get(keyBytes, i * Integer.BYTES);
        }
    }

    /**
     * HSalsa20: the key for the streams of all nonces that begin with these 16 bytes, which is how XSalsa20 makes room for
     * nonces of 24 bytes.
     */
    static byte[] deriveKey(byte[] keyBytes, byte[] prefix) {
        int[] x = new int[WORDS];
        x[0] = C0;
        x[5] = C1;
        x[10] = C2;
        x[15] = C3;
        for (int i = 0; i < 4; i++) {
            x[1 + i] = (int) INTS.get(keyBytes, i * Integer.BYTES);
            x[11 + i] = (int) INTS.get(keyBytes, (4 + i) * Integer.BYTES);
            x[6 + i] = (int) INTS.get(prefix, i * Integer.BYTES);
        }
        for (int i = 0; i < ROUNDS; i += 2) {
            quarter(x, 0, 4, 8, 12);
            quarter(x, 5, 9, 13, 1);
            quarter(x, 10, 14, 2, 6);
            quarter(x, 15, 3, 7, 11);
            quarter(x, 0, 1, 2, 3);
            quarter(x, 5, 6, 7, 4);
            quarter(x, 10, 11, 8, 9);
            quarter(x, 15, 12, 13, 14);
        }
        byte[] derived = new byte[KEY];
        int[] taken = {0, 5, 10, 15, 6, 7, 8, 9};
        for (int i = 0; i < taken.length; i++) {
            INTS.set(derived, i * Integer.BYTES, x[taken[i]]);
        }
        Arrays.fill(x, 0);
        return derived;
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
        x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
        x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
        x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
    }

    /** Forgets the key. */
    void wipe() {
        Arrays.fill(key, 0);
        Arrays.fill(last, (byte) 0);
        Arrays.fill(lanes, 0);
    }

    /** The first block of the stream. */
    void firstBlock(long nonce, byte[] out) {
        block(nonce, 0, out, 0);
    }

    /**
     * Combines bytes with the stream from this block on. The arrays may be the same if the positions are, too.
     *
     * @param nonce the 8 bytes, the first of them the lowest
     */
    void combine(long nonce, long firstBlock, byte[] in, int inAt, int length, byte[] out, int outAt) {
        long counter = firstBlock;
        int done = 0;
        while (length - done >= SMALL_PAYS * BLOCK) {
            int blocks = Math.min((length - done) / BLOCK, LARGE);
            if (blocks >= LARGE_PAYS) {
                largeGroup(nonce, counter, in, inAt + done, blocks, out, outAt + done);
            } else {
                blocks = Math.min(blocks, SMALL);
                smallGroup(nonce, counter, in, inAt + done, blocks, out, outAt + done);
            }
            done += blocks * BLOCK;
            counter += blocks;
        }
        for (; length - done >= BLOCK; done += BLOCK, counter++) {
            block(nonce, counter, last, 0);
            for (int i = 0; i < BLOCK; i += Long.BYTES) {
                LONGS.set(out, outAt + done + i, (long) LONGS.get(in, inAt + done + i) ^ (long) LONGS.get(last, i));
            }
        }
        if (done < length) {
            block(nonce, counter, last, 0);
            for (int i = 0; done < length; i++, done++) {
                out[outAt + done] = (byte) (in[inAt + done] ^ last[i]);
            }
        }
    }

    // -- one block, in registers --

    private void block(long nonce, long counter, byte[] out, int at) {
        int n0 = (int) nonce;
        int n1 = (int) (nonce >>> 32);
        int t0 = (int) counter;
        int t1 = (int) (counter >>> 32);
        int[] k = key;
        int x0 = C0, x1 = k[0], x2 = k[1], x3 = k[2], x4 = k[3], x5 = C1, x6 = n0, x7 = n1;
        int x8 = t0, x9 = t1, x10 = C2, x11 = k[4], x12 = k[5], x13 = k[6], x14 = k[7], x15 = C3;
        for (int i = 0; i < ROUNDS; i += 2) {
            x4 ^= Integer.rotateLeft(x0 + x12, 7);
            x9 ^= Integer.rotateLeft(x5 + x1, 7);
            x14 ^= Integer.rotateLeft(x10 + x6, 7);
            x3 ^= Integer.rotateLeft(x15 + x11, 7);
            x8 ^= Integer.rotateLeft(x4 + x0, 9);
            x13 ^= Integer.rotateLeft(x9 + x5, 9);
            x2 ^= Integer.rotateLeft(x14 + x10, 9);
            x7 ^= Integer.rotateLeft(x3 + x15, 9);
            x12 ^= Integer.rotateLeft(x8 + x4, 13);
            x1 ^= Integer.rotateLeft(x13 + x9, 13);
            x6 ^= Integer.rotateLeft(x2 + x14, 13);
            x11 ^= Integer.rotateLeft(x7 + x3, 13);
            x0 ^= Integer.rotateLeft(x12 + x8, 18);
            x5 ^= Integer.rotateLeft(x1 + x13, 18);
            x10 ^= Integer.rotateLeft(x6 + x2, 18);
            x15 ^= Integer.rotateLeft(x11 + x7, 18);

            x1 ^= Integer.rotateLeft(x0 + x3, 7);
            x6 ^= Integer.rotateLeft(x5 + x4, 7);
            x11 ^= Integer.rotateLeft(x10 + x9, 7);
            x12 ^= Integer.rotateLeft(x15 + x14, 7);
            x2 ^= Integer.rotateLeft(x1 + x0, 9);
            x7 ^= Integer.rotateLeft(x6 + x5, 9);
            x8 ^= Integer.rotateLeft(x11 + x10, 9);
            x13 ^= Integer.rotateLeft(x12 + x15, 9);
            x3 ^= Integer.rotateLeft(x2 + x1, 13);
            x4 ^= Integer.rotateLeft(x7 + x6, 13);
            x9 ^= Integer.rotateLeft(x8 + x11, 13);
            x14 ^= Integer.rotateLeft(x13 + x12, 13);
            x0 ^= Integer.rotateLeft(x3 + x2, 18);
            x5 ^= Integer.rotateLeft(x4 + x7, 18);
            x10 ^= Integer.rotateLeft(x9 + x8, 18);
            x15 ^= Integer.rotateLeft(x14 + x13, 18);
        }
        put(out, at, 0, x0 + C0, x1 + k[0]);
        put(out, at, 2, x2 + k[1], x3 + k[2]);
        put(out, at, 4, x4 + k[3], x5 + C1);
        put(out, at, 6, x6 + n0, x7 + n1);
        put(out, at, 8, x8 + t0, x9 + t1);
        put(out, at, 10, x10 + C2, x11 + k[4]);
        put(out, at, 12, x12 + k[5], x13 + k[6]);
        put(out, at, 14, x14 + k[7], x15 + C3);
    }

    private static void put(byte[] out, int at, int word, int low, int high) {
        LONGS.set(out, at + word * Integer.BYTES, (low & 0xFFFF_FFFFL) | ((long) high << 32));
    }

    // -- many blocks, side by side --

    private int[] lanes(int size) {
        if (lanes.length < WORDS * size) {
            Arrays.fill(lanes, 0);
            lanes = new int[WORDS * size];
        }
        return lanes;
    }

    // two methods, so that the size is a constant in each; it is the trip count of the loops that become vectors

    private void largeGroup(long nonce, long counter, byte[] in, int inAt, int blocks, byte[] out, int outAt) {
        int[] x = lanes(LARGE);
        fill(x, LARGE, nonce, counter);
        for (int i = 0; i < ROUNDS; i += 2) {
            quarters(x, LARGE, 0, 4, 8, 12);
            quarters(x, LARGE, 5, 9, 13, 1);
            quarters(x, LARGE, 10, 14, 2, 6);
            quarters(x, LARGE, 15, 3, 7, 11);
            quarters(x, LARGE, 0, 1, 2, 3);
            quarters(x, LARGE, 5, 6, 7, 4);
            quarters(x, LARGE, 10, 11, 8, 9);
            quarters(x, LARGE, 15, 12, 13, 14);
        }
        finish(x, LARGE, nonce, counter, in, inAt, blocks, out, outAt);
    }

    private void smallGroup(long nonce, long counter, byte[] in, int inAt, int blocks, byte[] out, int outAt) {
        int[] x = lanes(SMALL);
        fill(x, SMALL, nonce, counter);
        for (int i = 0; i < ROUNDS; i += 2) {
            quarters(x, SMALL, 0, 4, 8, 12);
            quarters(x, SMALL, 5, 9, 13, 1);
            quarters(x, SMALL, 10, 14, 2, 6);
            quarters(x, SMALL, 15, 3, 7, 11);
            quarters(x, SMALL, 0, 1, 2, 3);
            quarters(x, SMALL, 5, 6, 7, 4);
            quarters(x, SMALL, 10, 11, 8, 9);
            quarters(x, SMALL, 15, 12, 13, 14);
        }
        finish(x, SMALL, nonce, counter, in, inAt, blocks, out, outAt);
    }

    private int word(int index, long nonce) {
        return switch (index) {
            case 0 -> C0;
            case 1, 2, 3, 4 -> key[index - 1];
            case 5 -> C1;
            case 6 -> (int) nonce;
            case 7 -> (int) (nonce >>> 32);
            case 10 -> C2;
            case 11, 12, 13, 14 -> key[index - 7];
            case 15 -> C3;
            default -> throw new IllegalArgumentException("word " + index + " is of the counter");
        };
    }

    private void fill(int[] x, int size, long nonce, long counter) {
        for (int w = 0; w < WORDS; w++) {
            if (w != 8 && w != 9) {
                Arrays.fill(x, w * size, (w + 1) * size, word(w, nonce));
            }
        }
        for (int l = 0; l < size; l++) {
            x[8 * size + l] = (int) (counter + l);
            x[9 * size + l] = (int) ((counter + l) >>> 32);
        }
    }

    private void finish(
            int[] x, int size, long nonce, long counter, byte[] in, int inAt, int blocks, byte[] out, int outAt) {
        for (int w = 0; w < WORDS; w++) {
            if (w != 8 && w != 9) {
                int add = word(w, nonce);
                for (int l = 0; l < size; l++) {
                    x[w * size + l] += add;
                }
            }
        }
        for (int l = 0; l < size; l++) {
            x[8 * size + l] += (int) (counter + l);
            x[9 * size + l] += (int) ((counter + l) >>> 32);
        }
        for (int l = 0; l < blocks; l++) {
            int block = l * BLOCK;
            for (int w = 0; w < WORDS; w += 2) {
                long stream = (x[w * size + l] & 0xFFFF_FFFFL) | ((long) x[(w + 1) * size + l] << 32);
                int at = block + w * Integer.BYTES;
                LONGS.set(out, outAt + at, (long) LONGS.get(in, inAt + at) ^ stream);
            }
        }
    }

    /** The same quarter round in every lane; with constant words, so that the compiler knows them apart when it is inlined. */
    private static void quarters(int[] x, int size, int wordA, int wordB, int wordC, int wordD) {
        for (int l = 0; l < size; l++) {
            int a = x[wordA * size + l];
            int b = x[wordB * size + l];
            int c = x[wordC * size + l];
            int d = x[wordD * size + l];
            b ^= Integer.rotateLeft(a + d, 7);
            c ^= Integer.rotateLeft(b + a, 9);
            d ^= Integer.rotateLeft(c + b, 13);
            a ^= Integer.rotateLeft(d + c, 18);
            x[wordA * size + l] = a;
            x[wordB * size + l] = b;
            x[wordC * size + l] = c;
            x[wordD * size + l] = d;
        }
    }
}
