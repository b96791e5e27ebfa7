package io.zmq4j.internal.zmtp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** One side of the HTTP request that opens a WebSocket (RFC 6455, section 4). */
interface WebSocketUpgrade {

    String WEBSOCKET = "websocket";
    String KEY = "Sec-WebSocket-Key";
    String ACCEPT = "Sec-WebSocket-Accept";
    String PROTOCOL = "Sec-WebSocket-Protocol";
    String VERSION = "Sec-WebSocket-Version";
    int KEY_SIZE = 16;

    /** What is said before the peer has said anything; empty = nothing. */
    String opening();

    /**
     * Judges what the peer says.
     *
     * @return the subprotocol that is spoken
     */
    String accept(HttpHead head) throws HttpError;

    /** What is said to it when it is accepted; empty = nothing. */
    String answer();

    /** What is said to it when it is not; empty = nothing. */
    String refusal(HttpError error);

    /** By which a server proves that it has understood the request with this key. */
    static String proof(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
