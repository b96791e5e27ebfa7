package io.zmq4j.internal.pattern;

import org.jspecify.annotations.Nullable;

/** A prefix and its value. */
abstract class PrefixEntry<V> {

    /** To be changed by {@link PrefixMap#set} alone. */
    @Nullable
    V value;

    final byte[] prefix;

    PrefixEntry(byte[] prefix) {
        this.prefix = prefix;
    }

    /** The shared array; not to be written to. */
    byte[] prefix() {
        return prefix;
    }
}
