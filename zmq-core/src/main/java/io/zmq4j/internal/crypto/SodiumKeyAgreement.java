package io.zmq4j.internal.crypto;

/** By libsodium. */
final class SodiumKeyAgreement implements KeyAgreement {

    @Override
    public byte[] publicKey(byte[] secretKey) {
        byte[] publicKey = new byte[KEY];
        Sodium.multiplyBase(secretKey, publicKey);
        return publicKey;
    }

    @Override
    public boolean agree(byte[] secretKey, byte[] publicKey, byte[] point) {
        return Sodium.multiply(secretKey, publicKey, point);
    }
}
