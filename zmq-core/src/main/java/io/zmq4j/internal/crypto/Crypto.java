package io.zmq4j.internal.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** NaCl's box: secrets between two who know each other's public key. Any thread. */
public final class Crypto {

    /** Bytes of a key of any kind. */
    public static final int KEY = 32;

    private static final byte[] NO_PREFIX = new byte[16];

    private final Tier tier;
    private final SecureRandom random = new SecureRandom();

    Crypto(Tier tier) {
        this.tier = tier;
    }

    /** What came of the first call of all; a failure is the same every time. */
    private static final class Holder {

        static final @Nullable Crypto INSTANCE;
        static final String FAILURE;

        static {
            Crypto made = null;
            String failure = "";
            try {
                made = new Crypto(Tiers.choose(System.getProperty(Tiers.PROPERTY)));
            } catch (IllegalStateException e) {
                failure = String.valueOf(e.getMessage());
            }
            INSTANCE = made;
            FAILURE = failure;
        }
    }

    /**
     * The primitives.
     *
     * @throws IllegalStateException when the library that has them is not there
     */
    public static Crypto get() {
        Crypto crypto = Holder.INSTANCE;
        if (crypto == null) {
            throw new IllegalStateException(Holder.FAILURE);
        }
        return crypto;
    }

    /** Fills an array with bytes that nobody can guess. */
    public void random(byte[] bytes) {
        random.nextBytes(bytes);
    }

    public byte[] publicKey(byte[] secretKey) {
        return tier.agreement().publicKey(secretKey);
    }

    /** The key of the boxes between two key pairs; null when the public key is none, as it is of low order. */
    public byte @Nullable [] sharedKey(byte[] secretKey, byte[] publicKey) {
        byte[] point = new byte[KEY];
        boolean safe = tier.agreement().agree(secretKey, publicKey, point);
        byte[] key = safe ? Salsa20.deriveKey(point, NO_PREFIX) : null;
        Arrays.fill(point, (byte) 0);
        return key;
    }

    /** @param prefix the first 16 bytes of all nonces */
    public SecretBox box(byte[] sharedKey, byte[] prefix) {
        return tier.box(sharedKey, prefix);
    }
}
