package io.zmq4j.internal.zmtp;

/** An HTTP request or response is not what opens a WebSocket. It carries no stack trace, as a peer causes it at any rate. */
final class HttpError extends Exception {

    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int METHOD_NOT_ALLOWED = 405;
    static final int UPGRADE_REQUIRED = 426;
    static final int FIELDS_TOO_LARGE = 431;
    static final int VERSION_NOT_SUPPORTED = 505;

    private final int status;

    /** @param status that a server answers */
    HttpError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** What a server answers, after which it closes. */
    String response() {
        String line =
                switch (status) {
                    case FORBIDDEN -> "403 Forbidden\r\n";
                    case NOT_FOUND -> "404 Not Found\r\n";
                    case METHOD_NOT_ALLOWED -> "405 Method Not Allowed\r\nAllow: GET\r\n";
                    case UPGRADE_REQUIRED ->
                        "426 Upgrade Required\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
                    case FIELDS_TOO_LARGE -> "431 Request Header Fields Too Large\r\n";
                    case VERSION_NOT_SUPPORTED -> "505 HTTP Version Not Supported\r\n";
                    default -> "400 Bad Request\r\n";
                };
        return "HTTP/1.1 " + line + "Connection: close\r\nContent-Length: 0\r\n\r\n";
    }
}
