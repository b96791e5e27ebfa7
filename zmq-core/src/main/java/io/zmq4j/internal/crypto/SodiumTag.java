package io.zmq4j.internal.crypto;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;

/** Poly1305 in pieces, with a state outside the heap: libsodium wants it at a multiple of 16, where no array is for sure. */
final class SodiumTag {

    /** As {@code crypto_onetimeauth_state}. */
    private static final int STATE = 256;

    private static final int ALIGNMENT = 64;

    private final ByteBuffer memory = ByteBuffer.allocateDirect(STATE + ALIGNMENT);
    private final long state = (Sodium.addressOf(memory) + ALIGNMENT - 1) & -ALIGNMENT;

    void compute(byte[] key, byte[] in, int at, int length, byte[] tag, int tagAt) {
        try {
            Sodium.beginTag(state, key);
            for (int done = 0; done < length; done += Sodium.PIECE) {
                Sodium.updateTag(state, in, at + done, Math.min(length - done, Sodium.PIECE));
            }
            Sodium.endTag(state, tag, tagAt);
        } finally {
            Reference.reachabilityFence(memory);
        }
    }

    void wipe() {
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, (byte) 0);
        }
    }
}
