package io.zmq4j.internal.crypto;

import org.bouncycastle.math.ec.rfc7748.X25519;

/** The lightweight API of Bouncy Castle, which needs no provider to be registered. */
final class BouncyCastleKeyAgreement implements KeyAgreement {

    BouncyCastleKeyAgreement() {
        X25519.precompute();
    }

    @Override
    public byte[] publicKey(byte[] secretKey) {
        byte[] publicKey = new byte[KEY];
        X25519.scalarMultBase(secretKey, 0, publicKey, 0);
        return publicKey;
    }

    @Override
    public boolean agree(byte[] secretKey, byte[] publicKey, byte[] point) {
        return X25519.calculateAgreement(secretKey, 0, publicKey, 0, point, 0);
    }
}
