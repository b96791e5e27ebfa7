package io.zmq4j.internal.crypto;

/** The message says why, and what to do about it. */
final class TierUnavailableException extends Exception {

    private static final long serialVersionUID = 1;

    TierUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }

    TierUnavailableException(String reason) {
        super(reason);
    }
}
