package io.zmq4j.internal.zmtp;

import java.util.Set;

/**
 * How one side of a WebSocket is opened.
 *
 * @param client whether this side has connected, and asks
 * @param authority host and port of the endpoint, which a client asks for
 * @param path of the endpoint, beginning with a slash; a client asks for it, and a server serves nothing else
 * @param allowedOrigins of pages that a server serves; empty = all
 */
public record WebSocketSettings(boolean client, String authority, String path, Set<String> allowedOrigins) {}
