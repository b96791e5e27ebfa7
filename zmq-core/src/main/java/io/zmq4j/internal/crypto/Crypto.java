package io.zmq4j.internal.crypto;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** NaCl's box: secrets between two who know each other's public key. Any thread. */
public final class Crypto {

    /** Bytes of a key of any kind. */
    public static final int KEY = 32;

    private static final System.Logger LOG = System.getLogger(Crypto.class.getName());
    private static final String LIBRARY = "org.bouncycastle:bcprov-jdk18on";
    private static final byte[] NO_PREFIX = new byte[16];

    private final KeyAgreement agreement;
    private final SecureRandom random = new SecureRandom();

    private Crypto(KeyAgreement agreement) {
        this.agreement = agreement;
        LOG.log(
                System.Logger.Level.INFO,
                "CURVE uses X25519 of " + agreement.name() + ", XSalsa20 and Poly1305 in Java");
    }

    private static final class Holder {
        static final Crypto INSTANCE = new Crypto(new BouncyCastleKeyAgreement());
    }

    /**
     * The primitives.
     *
     * @throws IllegalStateException when the library that has them is not there
     */
    public static Crypto get() {
        try {
            return Holder.INSTANCE;
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "CURVE needs X25519 of " + LIBRARY + ", which is not on the class path; add it as a dependency", e);
        }
    }

    /** Fills an array with bytes that nobody can guess. */
    public void random(byte[] bytes) {
        random.nextBytes(bytes);
    }

    public byte[] publicKey(byte[] secretKey) {
        return agreement.publicKey(secretKey);
    }

    /** The key of the boxes between two key pairs; null when the public key is none, as it is of low order. */
    public byte @Nullable [] sharedKey(byte[] secretKey, byte[] publicKey) {
        byte[] point = new byte[KEY];
        boolean safe = agreement.agree(secretKey, publicKey, point);
        byte[] key = safe ? Salsa20.deriveKey(point, NO_PREFIX) : null;
        Arrays.fill(point, (byte) 0);
        return key;
    }

    /** @param prefix the first 16 bytes of all nonces */
    public SecretBox box(byte[] sharedKey, byte[] prefix) {
        return new JavaSecretBox(sharedKey, prefix);
    }
}
