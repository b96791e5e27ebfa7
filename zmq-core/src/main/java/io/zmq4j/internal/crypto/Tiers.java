package io.zmq4j.internal.crypto;

import org.jspecify.annotations.Nullable;

/** The choice among the tiers, which is made once. */
final class Tiers {

    /** Of the JVM: {@code java} or {@code sodium}, where the fastest is not wanted. */
    static final String PROPERTY = "io.zmq4j.crypto";

    private static final System.Logger LOG = System.getLogger(Crypto.class.getName());

    private Tiers() {}

    /**
     * libsodium if it can be used, else Java; or what the property says.
     *
     * @throws IllegalStateException when there is none that may be used, or the property says something else
     */
    static Tier choose(@Nullable String wanted) {
        try {
            if (wanted == null) {
                return fastest();
            }
            Tier tier =
                    switch (wanted) {
                        case "java" -> JavaTier.open();
                        case "sodium" -> SodiumTier.open();
                        default ->
                            throw new IllegalStateException(
                                    PROPERTY + " is " + wanted + ", allowed: java, sodium, or not set");
                    };
            log(tier, ", as " + PROPERTY + " is " + wanted);
            return tier;
        } catch (TierUnavailableException e) {
            String why = wanted == null ? "" : PROPERTY + " is " + wanted + ", but ";
            throw new IllegalStateException(why + e.getMessage(), e);
        }
    }

    private static Tier fastest() throws TierUnavailableException {
        String whyNotSodium;
        try {
            Tier tier = SodiumTier.open();
            log(tier, "");
            return tier;
        } catch (TierUnavailableException e) {
            whyNotSodium = "; " + e.getMessage();
        }
        try {
            Tier tier = JavaTier.open();
            log(tier, whyNotSodium);
            return tier;
        } catch (TierUnavailableException e) {
            throw new TierUnavailableException(e.getMessage() + whyNotSodium, e);
        }
    }

    private static void log(Tier tier, String why) {
        LOG.log(System.Logger.Level.INFO, "CURVE uses " + tier.description() + why);
    }
}
