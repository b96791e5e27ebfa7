package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.Mechanism;

/**
 * What a connection has in a WebSocket for what it has on a channel. Made here, so that a connection without a WebSocket loads
 * none of these classes, and its calls have one target each.
 */
record WebSocketParts(OutputQueue output, FrameDecoder frames, Opening opening) {

    static WebSocketParts create(
            ZmtpSettings settings, WebSocketSettings webSocket, Mechanism mechanism, ZmtpHandler handler) {
        WebSocketOutput output = new WebSocketOutput(webSocket.client() ? new MaskKeys() : null);
        WebSocketDecoder frames = new WebSocketDecoder(!webSocket.client(), handler, output);
        return new WebSocketParts(output, frames, new WebSocketOpening(settings, webSocket, mechanism, frames, output));
    }
}
