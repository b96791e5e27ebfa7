package io.zmq4j.internal.zmtp;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.security.SecureRandom;

/** Keys that nobody can foresee, as a page must not choose the bytes that its browser sends (RFC 6455, section 10.3). */
final class MaskKeys {

    /** Asking for many costs hardly more than asking for one. */
    private static final int AT_A_TIME = 64;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes = new byte[AT_A_TIME * Integer.BYTES];
    private final IntBuffer keys = ByteBuffer.wrap(bytes).asIntBuffer().position(AT_A_TIME);

    int next() {
        if (!keys.hasRemaining()) {
            RANDOM.nextBytes(bytes);
            keys.clear();
        }
        return keys.get();
    }

    /** So many random bytes. */
    static byte[] random(int count) {
        byte[] random = new byte[count];
        RANDOM.nextBytes(random);
        return random;
    }
}
