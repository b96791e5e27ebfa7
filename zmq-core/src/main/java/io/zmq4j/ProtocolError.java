package io.zmq4j;

import org.jspecify.annotations.Nullable;

/** How a peer can break the protocol, in the numbers of libzmq (ZMQ_PROTOCOL_ERROR_*). */
public enum ProtocolError {
    /** None of the others, such as bytes that are no ZMTP at all. */
    UNSPECIFIED(0x10000000),
    UNEXPECTED_COMMAND(0x10000001),
    /** A nonce is not greater than the one before. */
    INVALID_SEQUENCE(0x10000002),
    KEY_EXCHANGE(0x10000003),
    MALFORMED_COMMAND(0x10000011),
    MALFORMED_MESSAGE(0x10000012),
    MALFORMED_HELLO(0x10000013),
    MALFORMED_INITIATE(0x10000014),
    MALFORMED_ERROR(0x10000015),
    MALFORMED_READY(0x10000016),
    MALFORMED_WELCOME(0x10000017),
    INVALID_METADATA(0x10000018),
    /** What was encrypted does not open. */
    CRYPTOGRAPHIC(0x11000001),
    MECHANISM_MISMATCH(0x11000002),
    /** What was sent is no WebSocket, or none that is allowed here (ZMQ_PROTOCOL_ERROR_WS_UNSPECIFIED). */
    WEBSOCKET(0x30000000);

    private final int code;

    ProtocolError(int code) {
        this.code = code;
    }

    /** The number in events. */
    public int code() {
        return code;
    }

    /** The error of this number; null = it is none of them. */
    public static @Nullable ProtocolError of(int code) {
        for (ProtocolError error : values()) {
            if (error.code == code) {
                return error;
            }
        }
        return null;
    }
}
