package io.zmq4j.internal.zmtp;

import java.util.List;

/** What is spoken in a WebSocket (RFC 45, "Handshake"): the mechanism, or none where there is no security. */
final class Subprotocols {

    /** No mechanism: the first message of each side is its routing id. */
    static final String BARE = "ZWS2.0";

    private Subprotocols() {}

    /** Those of a side with this mechanism, the preferred one first. */
    static List<String> of(String mechanism, boolean authenticates) {
        String secured = BARE + "/" + mechanism;
        return mechanism.equals("NULL") && !authenticates ? List.of(secured, BARE) : List.of(secured);
    }
}
