package io.zmq4j.internal.zmtp;

import io.zmq4j.PeerLimit;
import io.zmq4j.ProtocolError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The peer broke the protocol, or refused us by an ERROR command: the connection must be closed. The message names what
 * came and what is allowed, and is safe to log. It carries no stack trace, as a hostile peer can cause it at any rate.
 */
public final class ProtocolException extends Exception {

    public static final int UNSPECIFIED = ProtocolError.UNSPECIFIED.code();
    public static final int UNEXPECTED_COMMAND = ProtocolError.UNEXPECTED_COMMAND.code();
    public static final int MALFORMED_COMMAND = ProtocolError.MALFORMED_COMMAND.code();
    public static final int MALFORMED_MESSAGE = ProtocolError.MALFORMED_MESSAGE.code();
    public static final int INVALID_SEQUENCE = ProtocolError.INVALID_SEQUENCE.code();
    public static final int KEY_EXCHANGE = ProtocolError.KEY_EXCHANGE.code();
    public static final int MALFORMED_HELLO = ProtocolError.MALFORMED_HELLO.code();
    public static final int MALFORMED_INITIATE = ProtocolError.MALFORMED_INITIATE.code();
    public static final int MALFORMED_READY = ProtocolError.MALFORMED_READY.code();
    public static final int MALFORMED_WELCOME = ProtocolError.MALFORMED_WELCOME.code();
    public static final int CRYPTOGRAPHIC = ProtocolError.CRYPTOGRAPHIC.code();
    public static final int MALFORMED_ERROR = ProtocolError.MALFORMED_ERROR.code();
    public static final int INVALID_METADATA = ProtocolError.INVALID_METADATA.code();
    public static final int MECHANISM_MISMATCH = ProtocolError.MECHANISM_MISMATCH.code();
    public static final int WEBSOCKET = ProtocolError.WEBSOCKET.code();

    private final int code;
    private final boolean refusedByPeer;
    private final boolean farewell;
    private final @Nullable PeerLimit limit;

    public ProtocolException(int code, String message) {
        this(code, message, false, false, null);
    }

    /** The peer has gone beyond this limit. */
    ProtocolException(int code, String message, @Nullable PeerLimit limit) {
        this(code, message, false, false, limit);
    }

    private ProtocolException(
            int code, String message, boolean refusedByPeer, boolean farewell, @Nullable PeerLimit limit) {
        super(message, null, false, false);
        this.code = code;
        this.refusedByPeer = refusedByPeer;
        this.farewell = farewell;
        this.limit = limit;
    }

    /** The peer has said, as it should, that it closes: the connection is over, and nobody has broken anything. */
    static ProtocolException farewell(String message) {
        return new ProtocolException(0, message, false, true, null);
    }

    /** A command that is not due. */
    public static ProtocolException unexpected(Command command, String mechanism, String allowed) {
        return new ProtocolException(
                UNEXPECTED_COMMAND,
                "command " + SafeText.quote(command.name()) + " in the " + mechanism + " handshake, allowed: "
                        + allowed);
    }

    /** What an ERROR command of the peer means to the connection. */
    public static ProtocolException refusedByPeer(Command error) {
        ByteBuffer data = error.data();
        int size = data.hasRemaining() ? data.get() & 0xFF : -1;
        if (size < 0 || size > data.remaining()) {
            return new ProtocolException(
                    MALFORMED_ERROR,
                    "ERROR command announces a reason of " + Math.max(size, 0) + " bytes, has " + data.remaining());
        }
        byte[] reason = new byte[size];
        data.get(reason);
        return new ProtocolException(
                codeOf(reason), "peer refused the handshake: " + SafeText.quote(reason), true, false, null);
    }

    /** A reason that is a status of ZAP (RFC 27) says that authentication failed. */
    private static int codeOf(byte[] reason) {
        return switch (new String(reason, StandardCharsets.ISO_8859_1)) {
            case "300" -> 300;
            case "400" -> 400;
            case "500" -> 500;
            default -> UNSPECIFIED;
        };
    }

    /** The {@link io.zmq4j.ProtocolError#code}, or the status of a failed authentication: 300, 400 or 500. */
    public int code() {
        return code;
    }

    /** The limit that the peer has gone beyond; null = it was none. */
    public @Nullable PeerLimit limit() {
        return limit;
    }

    /** Whether nothing is wrong, but the peer has closed. */
    public boolean isFarewell() {
        return farewell;
    }

    /** Whether the peer said ERROR; a client should not come back with the same credentials (RFC 37). */
    public boolean isRefusedByPeer() {
        return refusedByPeer;
    }
}
