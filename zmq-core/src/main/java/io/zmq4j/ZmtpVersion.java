package io.zmq4j;

/** Generations of the protocol on the wire, oldest first. Only {@link #V3} has security, types that are checked and PING. */
public enum ZmtpVersion {
    /** 1.0 (RFC 13), of libzmq 2.x: no greeting, or one of revision 0. */
    V1,
    /** 2.0 (RFC 15), of libzmq 3.x. */
    V2,
    /** 3.0 (RFC 23) and 3.1 (RFC 37), since libzmq 4.0. */
    V3
}
