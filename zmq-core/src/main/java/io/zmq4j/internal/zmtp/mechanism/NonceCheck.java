package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.ProtocolException;

/** Takes the nonces of a peer, each of which must be greater than the one before, so that nothing can be played again. */
final class NonceCheck {

    private long last;

    void accept(long nonce) throws ProtocolException {
        if (Long.compareUnsigned(nonce, last) <= 0) {
            throw new ProtocolException(
                    ProtocolException.INVALID_SEQUENCE,
                    "nonce " + Long.toUnsignedString(nonce) + ", allowed: above " + Long.toUnsignedString(last));
        }
        last = nonce;
    }
}
