package io.zmq4j.internal.crypto;

import java.util.ArrayList;
import java.util.List;

/** For tests: the tiers of this JVM. */
final class AvailableTiers {

    static final int NATIVE_SINCE = 22;

    private AvailableTiers() {}

    static List<String> names() {
        List<String> names = new ArrayList<>(List.of("java"));
        if (Runtime.version().feature() >= NATIVE_SINCE) {
            names.add("sodium");
        }
        return names;
    }

    static Tier open(String name) {
        try {
            return name.equals("java") ? JavaTier.open() : SodiumTier.open();
        } catch (TierUnavailableException e) {
            throw new AssertionError(e);
        }
    }
}
