package io.zmq4j.internal.crypto;

/** On every JVM, with X25519 of a library in Java. */
final class JavaTier implements Tier {

    private static final String LIBRARY = "org.bouncycastle:bcprov-jdk18on";

    private final KeyAgreement agreement = new BouncyCastleKeyAgreement();

    private JavaTier() {}

    static Tier open() throws TierUnavailableException {
        try {
            return new JavaTier();
        } catch (NoClassDefFoundError e) {
            throw new TierUnavailableException(
                    "CURVE needs X25519 of " + LIBRARY + ", which is not on the class path; add it as a dependency", e);
        }
    }

    @Override
    public String description() {
        return "X25519 of Bouncy Castle, XSalsa20 and Poly1305 in Java";
    }

    @Override
    public KeyAgreement agreement() {
        return agreement;
    }

    @Override
    public SecretBox box(byte[] sharedKey, byte[] prefix) {
        return new JavaSecretBox(sharedKey, prefix);
    }
}
