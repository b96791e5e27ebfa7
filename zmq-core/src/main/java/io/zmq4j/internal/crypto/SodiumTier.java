package io.zmq4j.internal.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * By libsodium, the library that libzmq has it from, on Java 22 and newer. It is used only where native access is enabled for
 * this module, as the JVM would warn about it otherwise, and only if a box of it is the same as one in Java.
 */
final class SodiumTier implements Tier {

    private static final int SAMPLE = 3 * Sodium.PIECE + 1;

    private final KeyAgreement agreement = new SodiumKeyAgreement();

    private SodiumTier() {}

    static Tier open() throws TierUnavailableException {
        String reason = whyNot(SodiumTier.class.getModule());
        if (reason != null) {
            throw new TierUnavailableException(reason);
        }
        Tier tier = new SodiumTier();
        try {
            requireSame(tier);
        } catch (LinkageError | RuntimeException e) {
            throw new TierUnavailableException(
                    "libsodium cannot be used: " + rootOf(e).getMessage(), e);
        }
        return tier;
    }

    private static @Nullable String whyNot(Module module) throws TierUnavailableException {
        if (!ForeignLibrary.isSupported()) {
            return "libsodium cannot be called by Java " + Runtime.version().feature() + ", but by 22 and newer";
        }
        try {
            if (ForeignLibrary.isEnabledFor(module)) {
                return null;
            }
        } catch (ReflectiveOperationException e) {
            throw new TierUnavailableException("this JVM does not tell whether native access is enabled: " + e, e);
        }
        String file = SodiumFiles.find();
        return file == null
                ? "libsodium is not installed, and native access not enabled"
                : file + " could be used, and is faster, with the JVM's option --enable-native-access="
                        + (module.isNamed() ? module.getName() : "ALL-UNNAMED")
                        + ", or Enable-Native-Access: ALL-UNNAMED in the manifest of an executable jar";
    }

    private static void requireSame(Tier tier) throws TierUnavailableException {
        byte[] key = new byte[Crypto.KEY];
        Arrays.fill(key, (byte) 1);
        byte[] prefix = new byte[16];
        byte[] text = new byte[SAMPLE];
        byte[] expected = new byte[SAMPLE + SecretBox.OVERHEAD];
        byte[] sealed = new byte[SAMPLE + SecretBox.OVERHEAD];
        new JavaSecretBox(key, prefix).seal(1, text, 0, SAMPLE, expected, 0);
        tier.box(key, prefix).seal(1, text, 0, SAMPLE, sealed, 0);
        if (!Arrays.equals(sealed, expected)) {
            throw new TierUnavailableException("libsodium does not compute on this system what it should");
        }
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }

    @Override
    public String description() {
        return "X25519, XSalsa20 and Poly1305 of libsodium";
    }

    @Override
    public KeyAgreement agreement() {
        return agreement;
    }

    @Override
    public SecretBox box(byte[] sharedKey, byte[] prefix) {
        return new SodiumSecretBox(sharedKey, prefix);
    }
}
