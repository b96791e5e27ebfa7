package io.zmq4j.internal.engine;

import io.zmq4j.Metadata;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/** Moves messages between one channel and its owner. To be called by the runner of the reactor. */
public interface Engine extends EngineFigures {

    /** Registers the connected channel and begins. */
    void start();

    /** What the messages that are received from now on say of their sender. */
    void messageMetadata(Metadata metadata);

    /** Properties of the peer that the channel has proved, and that no peer may claim. */
    default Map<String, String> proven() {
        return Map.of();
    }

    /** The certificates by which the channel has proved that; the peer's own one first. */
    default List<X509Certificate> certificates() {
        return List.of();
    }

    /** The owner has room again. */
    void resumeInput();

    /** The owner has something to send. */
    void resumeOutput();

    /**
     * Ends the connection after everything was written: tells the peer, and waits for it to close, so that no data that is
     * still on its way to it is lost. The owner bounds the wait.
     */
    void shutDown();

    /** Ends the connection at once. */
    void close();
}
