package io.zmq4j;

/** How a connection is protected and its peer authenticated. */
public sealed interface Security {

    /** No protection: the NULL mechanism of RFC 37. */
    record None() implements Security {}

    static Security none() {
        return new None();
    }
}
