package io.zmq4j.internal.engine;

/** A connection that waits until somebody has decided on its peer. */
public interface Judged {

    /**
     * The peer is let in, or not. To be called by the runner of the reactor; without effect on a connection that has ended.
     *
     * @param status of ZAP (RFC 27): 200 = let in
     */
    void onVerdict(int status);
}
