package io.zmq4j.internal.crypto;

/** Where all primitives come from. Any thread. */
interface Tier {

    /** What the log says of it. */
    String description();

    KeyAgreement agreement();

    /** @param prefix the first 16 bytes of all nonces */
    SecretBox box(byte[] sharedKey, byte[] prefix);
}
