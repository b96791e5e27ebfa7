package io.zmq4j.internal.zmtp;

import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Output in frames of a WebSocket. What it is given is HTTP, a frame of the WebSocket, or a frame of ZMTP, which it puts into
 * one of the WebSocket, and into a box before once the handshake is complete.
 */
final class WebSocketOutput extends BoxingOutput {

    private static final int FRAME_FLAGS = Frame.MORE | Frame.LONG | Frame.COMMAND;
    private static final byte[] EMPTY = {};

    private final @Nullable MaskKeys masks;

    /** Whether the peer understands frames, and was not told yet that there are no more. */
    private boolean open;

    /** @param masks null at a server */
    WebSocketOutput(@Nullable MaskKeys masks) {
        super(new WebSocketEncoder(masks));
        this.masks = masks;
    }

    void addHttp(String head) {
        add(head.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The request is granted: from here on there are frames. */
    void open() {
        open = true;
    }

    @Override
    byte[] finish(byte[] control) {
        TrafficCipher traffic = nextCipher();
        if ((control[0] & ~FRAME_FLAGS) != 0) {
            return control; // a frame of a WebSocket begins with FIN, and HTTP with a letter
        }
        int at = (control[0] & Frame.LONG) == 0 ? Frame.SHORT_HEADER : Frame.LONG_HEADER;
        if (traffic == null) {
            int flags = (control[0] & Frame.COMMAND) == 0 ? 0 : WebSocketFrame.COMMAND;
            return WebSocketFrame.binary(flags, control, at, control.length - at, masks);
        }
        byte[] framed = SealingEncoder.seal(traffic, control);
        int boxAt = (framed[0] & Frame.LONG) == 0 ? Frame.SHORT_HEADER : Frame.LONG_HEADER;
        return WebSocketFrame.binary(0, framed, boxAt, framed.length - boxAt, masks);
    }

    /** A ping of the WebSocket in its place, which has no time to live; browsers answer it. */
    @Override
    void addPing(byte[] ping) {
        super.addPing(WebSocketFrame.control(WebSocketFrame.PING, EMPTY, masks));
    }

    /** The answer to a ping of the WebSocket. */
    void answer(byte[] ping) {
        addPong(WebSocketFrame.control(WebSocketFrame.PONG, ping, masks));
    }

    /** Tells the peer, as the last thing, that there is no more. */
    void close(int code) {
        if (open) {
            open = false;
            byte[] payload = {(byte) (code >>> Byte.SIZE), (byte) code};
            add(WebSocketFrame.control(WebSocketFrame.CLOSE, code == 0 ? EMPTY : payload, masks));
        }
    }

    @Override
    boolean part(Parting why) {
        close(why.code());
        return true;
    }
}
