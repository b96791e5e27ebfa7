package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.Computation;
import io.zmq4j.internal.zmtp.mechanism.Credentials;

/** What a connection tells its engine besides messages. Called from within {@link ZmtpConnection#decode}. */
public interface ZmtpHandler {

    /**
     * Something that takes time has to be run, by any thread.
     *
     * @return whether that is done already; else {@link ZmtpConnection#onComputed} must follow
     */
    default boolean compute(Computation computation) {
        computation.run();
        return true;
    }

    /** Nobody wants what is just computed: {@link Computation#wipe} is due, at once or as soon as that is over. */
    default void abandon(Computation computation) {
        computation.wipe();
    }

    /** Where frames may be sealed and opened. */
    default Scratch scratch() {
        return Scratch.NEW;
    }

    /** Somebody has to judge the peer: {@link ZmtpConnection#onVerdict} must follow. */
    default void onCredentials(Credentials credentials) {
        throw new IllegalStateException("peers are judged, and nobody is there to do it");
    }

    /** The handshake is complete; from now on messages may be sent. */
    void onReady(ZmtpPeer peer);

    /**
     * The peer subscribes, or cancels, as command or as message of one frame, where the local type is PUB or XPUB; it joins
     * or leaves a group where that is RADIO.
     */
    void onSubscription(boolean subscribe, byte[] topic);

    /**
     * The peer sent a PING; the PONG is queued already.
     *
     * @param ttlMillis after how much silence the peer asks to be given up, 0 = it does not say
     */
    void onPing(int ttlMillis);

    /** The peer has answered a PING. */
    default void onPong() {}

    /** A command that this side does not know, which is dropped; the name is safe to log. */
    void onUnknownCommand(String name);
}
