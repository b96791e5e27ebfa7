package io.zmq4j.internal.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Poly1305: 16 bytes that only who knows the key of this one message can make. The accumulator has two limbs of 64 bits and
 * the few bits above, so that a block takes four wide products; carries are computed, never branched on.
 */
final class Poly1305 {

    static final int KEY = 32;
    static final int TAG = 16;

    private static final int BLOCK = 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Poly1305() {}

    /** Computes the tag of a message. The key must not be used for another one. */
    static void tag(byte[] key, byte[] in, int at, int length, byte[] tag, int tagAt) {
        // the clamp leaves the four highest bits of both free, so signed products do for unsigned ones
        long r0 = (long) LONGS.get(key, 0) & 0x0FFF_FFFC_0FFF_FFFFL;
        long r1 = (long) LONGS.get(key, 8) & 0x0FFF_FFFC_0FFF_FFFCL;
        long s1 = r1 + (r1 >> 2);
        long h0 = 0;
        long h1 = 0;
        long h2 = 0;
        int end = at + length;
        byte[] from = in;
        int i = at;
        while (i < end) {
            long top = 1;
            if (end - i < BLOCK) {
                byte[] padded = new byte[BLOCK];
                System.arraycopy(in, i, padded, 0, end - i);
                padded[end - i] = 1;
                from = padded;
                end = BLOCK;
                i = 0;
                top = 0;
            }
            // h += block
            long m0 = (long) LONGS.get(from, i);
            long m1 = (long) LONGS.get(from, i + 8);
            i += BLOCK;
            long t = h0 + m0;
            long carry = carry(h0, m0, t);
            h0 = t;
            t = h1 + m1;
            long carry1 = carry(h1, m1, t);
            h1 = t + carry;
            carry1 += (t & ~h1) >>> 63; // only t = -1 gives one
            h2 += top + carry1;

            // h *= r; 2^130 = 5, and r1 is a multiple of 4, so r1 * 2^128 = s1
            long low0 = h0 * r0;
            long high0 = Math.multiplyHigh(h0, r0) + ((h0 >> 63) & r0);
            long low = h1 * s1;
            long high = Math.multiplyHigh(h1, s1) + ((h1 >> 63) & s1);
            t = low0 + low;
            high0 += high + carry(low0, low, t);
            low0 = t;

            long low1 = h0 * r1;
            long high1 = Math.multiplyHigh(h0, r1) + ((h0 >> 63) & r1);
            low = h1 * r0;
            high = Math.multiplyHigh(h1, r0) + ((h1 >> 63) & r0);
            t = low1 + low;
            high1 += high + carry(low1, low, t);
            low1 = t;
            low = h2 * s1;
            t = low1 + low;
            high1 += carry(low1, low, t);
            low1 = t;

            t = low1 + high0;
            high1 += carry(low1, high0, t);
            low1 = t;
            long high2 = h2 * r0 + high1;

            // the bits from 2^130 on come back five times
            long back = (high2 >>> 2) + (high2 & ~3L);
            h2 = high2 & 3;
            h0 = low0 + back;
            carry = carry(low0, back, h0);
            h1 = low1 + carry;
            h2 += (low1 & ~h1) >>> 63;
        }

        // h mod 2^130 - 5: if h + 5 reaches 2^130, it is that without the bit
        long g0 = h0 + 5;
        long carry = carry(h0, 5, g0);
        long g1 = h1 + carry;
        long g2 = h2 + ((h1 & ~g1) >>> 63);
        long mask = -((g2 >>> 2) & 1);
        h0 = (h0 & ~mask) | (g0 & mask);
        h1 = (h1 & ~mask) | (g1 & mask);

        long p0 = (long) LONGS.get(key, 16);
        long p1 = (long) LONGS.get(key, 24);
        g0 = h0 + p0;
        g1 = h1 + p1 + carry(h0, p0, g0);
        LONGS.set(tag, tagAt, g0);
        LONGS.set(tag, tagAt + 8, g1);
    }

    /** 1 if the unsigned sum of a and b did not fit. */
    private static long carry(long a, long b, long sum) {
        return ((a & b) | ((a | b) & ~sum)) >>> 63;
    }
}
