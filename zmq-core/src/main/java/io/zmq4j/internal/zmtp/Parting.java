package io.zmq4j.internal.zmtp;

/** Why this side ends a connection, for transports that tell the peer: the codes of RFC 6455, section 7.4.1. */
public enum Parting {
    /** All is said. */
    DONE(1000),
    /** This side closes whatever is under way. */
    LEAVING(1001),
    /** The peer broke the protocol. */
    PROTOCOL_ERROR(1002),
    /** The peer sent what this side does not take, which is text. */
    NOT_TAKEN(1003),
    /** The peer was not let in. */
    REFUSED(1008),
    /** The peer's message is larger than allowed. */
    TOO_LARGE(1009);

    private final int code;

    Parting(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
