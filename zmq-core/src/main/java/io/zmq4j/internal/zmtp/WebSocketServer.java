package io.zmq4j.internal.zmtp;

import java.util.Base64;
import java.util.List;

/** The side that is asked for a WebSocket. */
final class WebSocketServer implements WebSocketUpgrade {

    private static final String SUPPORTED_VERSION = "13";

    private final WebSocketSettings settings;
    private final List<String> protocols;
    private String answer = "";

    WebSocketServer(WebSocketSettings settings, List<String> protocols) {
        this.settings = settings;
        this.protocols = protocols;
    }

    @Override
    public String opening() {
        return "";
    }

    @Override
    public String accept(HttpHead head) throws HttpError {
        checkRequestLine(head.firstLine());
        if (head.one("Host").isEmpty()) {
            throw new HttpError(HttpError.BAD_REQUEST, "the HTTP field Host is missing");
        }
        if (head.has("Transfer-Encoding") || !head.one("Content-Length").matches("0?")) {
            throw new HttpError(HttpError.BAD_REQUEST, "a request for a WebSocket has a body");
        }
        if (!head.lists("Upgrade", WEBSOCKET) || !head.lists("Connection", "Upgrade")) {
            throw new HttpError(HttpError.UPGRADE_REQUIRED, "the request is for no WebSocket");
        }
        String version = head.one(VERSION);
        if (!version.equals(SUPPORTED_VERSION)) {
            throw new HttpError(
                    HttpError.UPGRADE_REQUIRED,
                    "version of WebSockets is " + SafeText.quote(version) + ", allowed: " + SUPPORTED_VERSION);
        }
        checkOrigin(head);
        String key = head.one(KEY);
        if (!isKey(key)) {
            throw new HttpError(HttpError.BAD_REQUEST, KEY + " is not of " + KEY_SIZE + " bytes in Base64");
        }
        String protocol = choose(head.list(PROTOCOL));
        answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: " + WEBSOCKET + "\r\nConnection: Upgrade\r\n" + ACCEPT
                + ": " + WebSocketUpgrade.proof(key) + "\r\n" + PROTOCOL + ": " + protocol + "\r\n\r\n";
        return protocol;
    }

    private void checkRequestLine(String line) throws HttpError {
        String[] words = line.split(" ", -1);
        if (words.length != 3 || !HttpHead.isToken(words[0]) || !words[2].matches("HTTP/\\d\\.\\d")) {
            throw new HttpError(HttpError.BAD_REQUEST, "no HTTP request: " + SafeText.quote(line));
        }
        if (!words[2].equals("HTTP/1.1")) {
            throw new HttpError(
                    HttpError.VERSION_NOT_SUPPORTED, "version of HTTP is " + words[2] + ", allowed: HTTP/1.1");
        }
        if (!words[0].equals("GET")) {
            throw new HttpError(
                    HttpError.METHOD_NOT_ALLOWED, "method is " + SafeText.quote(words[0]) + ", allowed: GET");
        }
        int query = words[1].indexOf('?');
        boolean whole = query < 0 || settings.path().indexOf('?') >= 0;
        String path = whole ? words[1] : words[1].substring(0, query);
        if (!path.equals(settings.path())) {
            throw new HttpError(
                    HttpError.NOT_FOUND, "path is " + SafeText.quote(words[1]) + ", allowed: " + settings.path());
        }
    }

    private void checkOrigin(HttpHead head) throws HttpError {
        String origin = head.one("Origin");
        if (!settings.allowedOrigins().isEmpty()
                && head.has("Origin")
                && !settings.allowedOrigins().contains(origin)) {
            throw new HttpError(
                    HttpError.FORBIDDEN,
                    "origin is " + SafeText.quote(origin) + ", allowed: " + settings.allowedOrigins());
        }
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == KEY_SIZE;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String choose(List<String> offered) throws HttpError {
        for (String offer : offered) {
            if (protocols.contains(offer)) {
                return offer;
            }
        }
        throw new HttpError(
                HttpError.BAD_REQUEST,
                "subprotocols are " + SafeText.quote(String.join(", ", offered)) + ", allowed: " + protocols);
    }

    @Override
    public String answer() {
        return answer;
    }

    @Override
    public String refusal(HttpError error) {
        return error.response();
    }
}
