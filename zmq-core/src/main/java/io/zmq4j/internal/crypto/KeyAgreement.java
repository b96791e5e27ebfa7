package io.zmq4j.internal.crypto;

/** X25519 (RFC 7748). Any thread. */
interface KeyAgreement {

    int KEY = 32;

    byte[] publicKey(byte[] secretKey);

    /**
     * The point that both sides of two key pairs can compute.
     *
     * @return false when the public key is of low order, so that the result would be the same for every secret key
     */
    boolean agree(byte[] secretKey, byte[] publicKey, byte[] point);
}
