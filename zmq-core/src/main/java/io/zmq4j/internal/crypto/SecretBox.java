package io.zmq4j.internal.crypto;

/**
 * Boxes under one key, for all nonces that begin with the same 16 bytes: what is in them is secret, and cannot be changed
 * unnoticed. Not thread-safe.
 */
public interface SecretBox {

    /** Bytes by which a box is longer than what is in it. */
    int OVERHEAD = 16;

    /**
     * Closes a box. {@code out} must have room for {@code length + OVERHEAD} bytes, and its part must not overlap that of
     * {@code in}.
     *
     * @param nonce the last 8 bytes of the nonce, the first of them the highest; never twice with one key
     */
    void seal(long nonce, byte[] in, int inAt, int length, byte[] out, int outAt);

    /**
     * Opens a box.
     *
     * @param length of the box, at least {@link #OVERHEAD}
     * @return false if it was not made with this key and nonce, and nothing is written then
     */
    boolean open(long nonce, byte[] in, int inAt, int length, byte[] out, int outAt);

    /** Forgets the key; nothing can be sealed or opened any more. */
    void wipe();
}
