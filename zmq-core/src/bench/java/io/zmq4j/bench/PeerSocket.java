package io.zmq4j.bench;

/** A socket of a {@link Peer}; a call that fails throws. It ends with its process. */
interface PeerSocket {

    /** Binds and returns the endpoint with the real port. */
    String bind(String endpoint);

    void connect(String endpoint);

    /** Sends one frame, waiting for room; takes ownership of the array. */
    void send(byte[] frame);

    /** Sends one frame of this many bytes, made for the occasion. */
    default void sendNew(int size) {
        send(new byte[size]);
    }

    /** Waits for a message of one frame. */
    byte[] receive();

    /** Waits for a message, whatever frames it has, and sends it back. */
    default void echo() {
        send(receive());
    }

    default void subscribe(byte[] prefix) {
        throw new UnsupportedOperationException("subscribe");
    }
}
