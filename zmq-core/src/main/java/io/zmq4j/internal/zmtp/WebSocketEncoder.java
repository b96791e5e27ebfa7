package io.zmq4j.internal.zmtp;

import io.zmq4j.Msg;
import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One message at a time to frames of a WebSocket, in as many pieces as needed, masked where a client sends them. Where the
 * traffic is encrypted, the box is made just before it is written, as its nonce says its place in the traffic.
 */
final class WebSocketEncoder extends BoxingEncoder {

    private final @Nullable MaskKeys masks;

    // -- the frame that is under way --
    private final byte[] header = new byte[WebSocketFrame.LONGEST_HEADER + FLAGS_SIZE];
    private int headerSize;
    private int headerWritten;
    private int bodyKey;
    private @Nullable ByteBuffer body;

    /** @param masks null at a server */
    WebSocketEncoder(@Nullable MaskKeys masks) {
        this.masks = masks;
    }

    @Override
    boolean encode(ByteBuffer out) {
        Msg msg = message;
        if (msg == null) {
            return true;
        }
        while (frame < msg.size()) {
            ByteBuffer current = body != null ? body : open(msg);
            if (!put(current, out)) {
                return false;
            }
            body = null;
            frame++;
        }
        message = null;
        return true;
    }

    private ByteBuffer open(Msg msg) {
        int flags = frame + 1 < msg.size() ? WebSocketFrame.MORE : 0;
        size = msg.length(frame);
        ByteBuffer next = cipher == null ? msg.buffer(frame).slice() : seal(cipher, flags, msg);
        int at = WebSocketFrame.putHeader(
                header, WebSocketFrame.BINARY, (long) FLAGS_SIZE + next.remaining(), masks != null);
        int key = 0;
        if (masks != null) {
            key = masks.next();
            WebSocketFrame.putKey(header, at, key);
            at += WebSocketFrame.KEY_SIZE;
        }
        // in a box there are flags of its own
        header[at] = (byte) ((cipher == null ? flags : 0) ^ key >>> (Integer.SIZE - Byte.SIZE));
        headerSize = at + FLAGS_SIZE;
        headerWritten = 0;
        bodyKey = WebSocketFrame.keyAfter(key, FLAGS_SIZE);
        body = next;
        return next;
    }

    private ByteBuffer seal(TrafficCipher traffic, int flags, Msg msg) {
        int contentAt = traffic.headerSize();
        byte[] box = new byte[contentAt + FLAGS_SIZE + size];
        box[contentAt] = (byte) flags;
        msg.buffer(frame).get(box, contentAt + FLAGS_SIZE, size);
        traffic.seal(box, 0, FLAGS_SIZE + size);
        return ByteBuffer.wrap(box);
    }

    /** Writes on, and tells whether the whole frame is out. */
    private boolean put(ByteBuffer current, ByteBuffer out) {
        int n = Math.min(headerSize - headerWritten, out.remaining());
        out.put(header, headerWritten, n);
        headerWritten += n;
        int from = current.position();
        int at = out.position();
        int count = Math.min(current.remaining(), out.remaining());
        out.put(at, current, from, count);
        if (masks != null) {
            WebSocketFrame.mask(out, at, at + count, WebSocketFrame.keyAfter(bodyKey, from));
        }
        out.position(at + count);
        current.position(from + count);
        return headerWritten == headerSize && !current.hasRemaining();
    }
}
