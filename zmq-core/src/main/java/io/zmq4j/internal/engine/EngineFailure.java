package io.zmq4j.internal.engine;

import io.zmq4j.PeerLimit;
import io.zmq4j.internal.zmtp.Parting;
import io.zmq4j.internal.zmtp.ProtocolException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection ended.
 *
 * @param code the protocol error, in libzmq's numbers; 0 for all but protocol errors
 * @param limit that the peer has gone beyond; null = it was none
 */
public record EngineFailure(Kind kind, String reason, int code, @Nullable PeerLimit limit) {

    /** Codes up to this one are of ZAP. */
    private static final int HIGHEST_STATUS = 999;

    /** What a session decides by. */
    public enum Kind {
        /** The peer closed, or the network failed. */
        CONNECTION,
        /** The peer was silent or slow for too long. */
        TIMEOUT,
        /** The peer sent what the protocol does not allow. */
        PROTOCOL,
        /** The owner closed it. */
        CLOSED
    }

    static EngineFailure connection(String reason) {
        return new EngineFailure(Kind.CONNECTION, reason, 0, null);
    }

    static EngineFailure connection(IOException e) {
        return connection(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    static EngineFailure timeout(String reason) {
        return new EngineFailure(Kind.TIMEOUT, reason, 0, null);
    }

    static EngineFailure handshakeTimeout(String reason) {
        return new EngineFailure(Kind.TIMEOUT, reason, 0, PeerLimit.HANDSHAKE_TIME);
    }

    static EngineFailure protocol(ProtocolException e) {
        String reason = String.valueOf(e.getMessage());
        return e.isFarewell() ? connection(reason) : new EngineFailure(Kind.PROTOCOL, reason, e.code(), e.limit());
    }

    /** @param status of ZAP */
    static EngineFailure refused(int status) {
        return new EngineFailure(Kind.PROTOCOL, "the peer was not let in, status " + status, status, null);
    }

    /** What a peer is told of it, where the transport has words for that. */
    Parting parting() {
        return switch (kind) {
            case CONNECTION, TIMEOUT, CLOSED -> Parting.LEAVING;
            case PROTOCOL -> code <= HIGHEST_STATUS ? Parting.REFUSED : Parting.PROTOCOL_ERROR;
        };
    }

    static EngineFailure closed() {
        return new EngineFailure(Kind.CLOSED, "closed by this side", 0, null);
    }
}
