package io.zmq4j.bench;

/** A socket of a {@link Peer}; a call that fails throws. It ends with its process, which is what the programs measure. */
interface PeerSocket {

    /** Binds and returns the endpoint with the real port. */
    String bind(String endpoint);

    void connect(String endpoint);

    /** Sends one frame, waiting for room; takes ownership of the array. */
    void send(byte[] frame);

    /** Waits for a message of one frame. */
    byte[] receive();
}
