package io.zmq4j.internal.engine;

/** What an engine has counted of its connection. Any thread; a little old for others than the owner. */
public interface EngineFigures {

    /** Bytes read from the channel. */
    long bytesReceived();

    /** Bytes written to the channel. */
    long bytesSent();

    /** From the last PING that was answered to its PONG; 0 = not known. */
    long roundTripNanos();
}
