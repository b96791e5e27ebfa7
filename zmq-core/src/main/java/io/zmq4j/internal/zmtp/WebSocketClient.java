package io.zmq4j.internal.zmtp;

import java.util.Base64;
import java.util.List;

/** The side that asks for a WebSocket. */
final class WebSocketClient implements WebSocketUpgrade {

    private final WebSocketSettings settings;
    private final List<String> protocols;
    private final String key = Base64.getEncoder().encodeToString(MaskKeys.random(KEY_SIZE));

    WebSocketClient(WebSocketSettings settings, List<String> protocols) {
        this.settings = settings;
        this.protocols = protocols;
    }

    @Override
    public String opening() {
        return "GET " + settings.path() + " HTTP/1.1\r\nHost: " + settings.authority() + "\r\nUpgrade: " + WEBSOCKET
                + "\r\nConnection: Upgrade\r\n" + KEY + ": " + key + "\r\n" + PROTOCOL + ": "
                + String.join(",", protocols) + "\r\n" + VERSION + ": 13\r\n\r\n";
    }

    @Override
    public String accept(HttpHead head) throws HttpError {
        String line = head.firstLine();
        if (!line.startsWith("HTTP/1.1 101 ") && !line.equals("HTTP/1.1 101")) {
            throw refused("the server answers " + SafeText.quote(line) + ", allowed: HTTP/1.1 101");
        }
        if (!head.lists("Upgrade", WEBSOCKET) || !head.lists("Connection", "Upgrade")) {
            throw refused("the server has switched to something else than a WebSocket");
        }
        if (!head.one(ACCEPT).equals(WebSocketUpgrade.proof(key))) {
            throw refused(ACCEPT + " of the server does not fit the request");
        }
        if (head.has("Sec-WebSocket-Extensions")) {
            throw refused("the server has chosen an extension, and none was offered");
        }
        String protocol = head.one(PROTOCOL);
        if (!protocols.contains(protocol)) {
            throw refused(
                    "the server has chosen the subprotocol " + SafeText.quote(protocol) + ", allowed: " + protocols);
        }
        return protocol;
    }

    private static HttpError refused(String message) {
        return new HttpError(HttpError.BAD_REQUEST, message);
    }

    @Override
    public String answer() {
        return "";
    }

    @Override
    public String refusal(HttpError error) {
        return "";
    }
}
