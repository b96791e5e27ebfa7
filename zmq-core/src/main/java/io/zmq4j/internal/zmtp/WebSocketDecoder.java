package io.zmq4j.internal.zmtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes frames of ZMQ out of those of a WebSocket, and answers those that control it. A peer that masks where it must not, or
 * does not where it must, and one that sends text is told so and refused. Fragments are joined, as browsers cut what is larger
 * than 64 KiB; what is joined counts as one frame, and memory grows with the bytes that came.
 */
final class WebSocketDecoder extends FrameDecoder {

    private static final int START = 2;
    private static final int CODE_SIZE = 2;
    private static final int LOWEST_CODE = 1000;
    private static final int HIGHEST_CODE = 4999;
    private static final byte[] NOTHING = {};

    private final boolean masked;
    private final ZmtpHandler handler;
    private final WebSocketOutput output;

    /** A header, and the flags or the whole payload of a control frame behind it. */
    private final byte[] header = new byte[WebSocketFrame.LONGEST_HEADER + WebSocketFrame.LONGEST_CONTROL];

    private int filled;
    private int bodyKey;

    // -- the message of the WebSocket, which may be in several frames --
    private boolean open;
    private boolean flagsDue = true;
    private boolean last;
    private int frameFlags;
    private byte[] joined = NOTHING;
    private int joinedSize;

    /** @param masked whether the peer is a client */
    WebSocketDecoder(boolean masked, ZmtpHandler handler, WebSocketOutput output) {
        this.masked = masked;
        this.handler = handler;
        this.output = output;
    }

    @Override
    byte @Nullable [] next(ByteBuffer in) throws ProtocolException {
        byte[] piece;
        while ((piece = nextInPieces(in)) != null) {
            if (masked) {
                WebSocketFrame.mask(piece, 0, piece.length, bodyKey);
            }
            if (last && joinedSize == 0) {
                return piece;
            }
            join(piece);
            if (last) {
                return takeJoined();
            }
        }
        return null;
    }

    private void join(byte[] piece) throws ProtocolException {
        int size = joinedSize + piece.length;
        if (size > joined.length) {
            // not to copy all of it again for each of many small fragments
            joined = copy((int) Math.min(Math.max(size, 2L * joined.length), Frame.LONGEST_BODY));
        }
        System.arraycopy(piece, 0, joined, joinedSize, piece.length);
        joinedSize = size;
    }

    private byte[] takeJoined() throws ProtocolException {
        byte[] whole = joined.length == joinedSize ? joined : copy(joinedSize);
        joined = NOTHING;
        joinedSize = 0;
        return whole;
    }

    private byte[] copy(int size) throws ProtocolException {
        byte[] copy = allocate(size);
        System.arraycopy(joined, 0, copy, 0, joinedSize);
        return copy;
    }

    @Override
    boolean readHeader(ByteBuffer in) throws ProtocolException {
        while (readStart(in)) {
            int at = START + extraSize() + (masked ? WebSocketFrame.KEY_SIZE : 0);
            if (!fill(in, at)) {
                return false;
            }
            long size = size();
            int key = masked ? WebSocketFrame.key(header, at - WebSocketFrame.KEY_SIZE) : 0;
            if (isControl()) {
                int end = at + (int) size;
                if (!fill(in, end)) {
                    return false;
                }
                filled = 0;
                WebSocketFrame.mask(header, at, end, key);
                onControl(Arrays.copyOfRange(header, at, end));
            } else if (!flagsDue || size > 0) {
                if (flagsDue && !fill(in, at + 1)) {
                    return false;
                }
                filled = 0;
                beginBody(at, size, key);
                return true;
            } else {
                filled = 0;
                skipEmpty();
            }
        }
        return false;
    }

    /** Reads up to this index of the header, and tells whether it is there. */
    private boolean fill(ByteBuffer in, int end) {
        int n = Math.max(0, Math.min(end - filled, in.remaining()));
        in.get(header, filled, n);
        filled += n;
        return filled >= end;
    }

    /** Reads the first two bytes, and judges each as it comes. */
    private boolean readStart(ByteBuffer in) throws ProtocolException {
        if (filled == 0) {
            if (!fill(in, 1)) {
                return false;
            }
            checkFirst(header[0] & 0xFF);
        }
        if (filled < START) {
            if (!fill(in, START)) {
                return false;
            }
            checkSecond(header[1] & 0xFF);
        }
        return true;
    }

    private void checkFirst(int first) throws ProtocolException {
        int opcode = first & WebSocketFrame.OPCODE;
        if ((first & WebSocketFrame.RESERVED) != 0) {
            throw refused(Parting.PROTOCOL_ERROR, "WebSocket frame with reserved bits, its first byte is " + first);
        }
        if (opcode == WebSocketFrame.TEXT) {
            throw refused(Parting.NOT_TAKEN, "WebSocket message of text, allowed: binary");
        }
        if (opcode == WebSocketFrame.CONTINUATION || opcode == WebSocketFrame.BINARY) {
            if (open != (opcode == WebSocketFrame.CONTINUATION)) {
                throw refused(
                        Parting.PROTOCOL_ERROR,
                        open
                                ? "WebSocket message within the fragments of another one"
                                : "WebSocket fragment without a first one");
            }
            return;
        }
        if (opcode < WebSocketFrame.CLOSE || opcode > WebSocketFrame.PONG) {
            throw refused(
                    Parting.PROTOCOL_ERROR, "WebSocket frame of the opcode " + opcode + ", allowed: 0, 2, 8 to 10");
        }
        if ((first & WebSocketFrame.FIN) == 0) {
            throw refused(Parting.PROTOCOL_ERROR, "WebSocket control frame in fragments, allowed: in one");
        }
    }

    private void checkSecond(int second) throws ProtocolException {
        if (((second & WebSocketFrame.MASKED) != 0) != masked) {
            throw refused(
                    Parting.PROTOCOL_ERROR,
                    masked ? "WebSocket frame of a client without a mask" : "WebSocket frame of a server with a mask");
        }
        int size = second & ~WebSocketFrame.MASKED;
        if (isControl() && size > WebSocketFrame.LONGEST_CONTROL) {
            throw refused(
                    Parting.PROTOCOL_ERROR,
                    "WebSocket control frame of more than " + WebSocketFrame.LONGEST_CONTROL + " bytes");
        }
    }

    private boolean isControl() {
        return (header[0] & WebSocketFrame.OPCODE) >= WebSocketFrame.CLOSE;
    }

    /** How many bytes the size has beside the one that it always has. */
    private int extraSize() {
        return switch (header[1] & ~WebSocketFrame.MASKED & 0xFF) {
            case WebSocketFrame.SIZE_OF_16_BITS -> Short.BYTES;
            case WebSocketFrame.SIZE_OF_64_BITS -> Long.BYTES;
            default -> 0;
        };
    }

    private long size() throws ProtocolException {
        int extra = extraSize();
        if (extra == 0) {
            return header[1] & ~WebSocketFrame.MASKED & 0xFF;
        }
        long size = 0;
        for (int i = 0; i < extra; i++) {
            size = size << Byte.SIZE | header[START + i] & 0xFF;
        }
        long least = extra == Short.BYTES ? WebSocketFrame.LONGEST_CONTROL + 1 : WebSocketFrame.LONGEST_16_BITS + 1;
        if (size < least) {
            throw refused(
                    Parting.PROTOCOL_ERROR,
                    "WebSocket frame of " + Long.toUnsignedString(size) + " bytes with a size of " + extra
                            + " bytes, allowed: " + (size < 0 ? "up to 63 bits" : "the shortest form"));
        }
        return size;
    }

    private boolean isLast() {
        return (header[0] & WebSocketFrame.FIN) != 0;
    }

    /** A first fragment may be empty, if another one has the flags. */
    private void skipEmpty() throws ProtocolException {
        if (isLast()) {
            throw refused(Parting.PROTOCOL_ERROR, "WebSocket message without the byte of flags");
        }
        open = true;
    }

    private void beginBody(int at, long size, int key) throws ProtocolException {
        long rest = size;
        bodyKey = key;
        if (flagsDue) {
            frameFlags = flags((header[at] ^ key >>> (Integer.SIZE - Byte.SIZE)) & 0xFF);
            checkFlags(frameFlags);
            bodyKey = WebSocketFrame.keyAfter(key, 1);
            rest--;
        }
        try {
            begin(frameFlags, joinedSize + rest); // the whole is what is limited
            begin(frameFlags, rest);
        } catch (ProtocolException e) {
            output.close(Parting.TOO_LARGE.code());
            throw e;
        }
        last = isLast();
        open = !last;
        flagsDue = last;
    }

    private int flags(int given) throws ProtocolException {
        if (given > WebSocketFrame.COMMAND) {
            throw refused(
                    Parting.PROTOCOL_ERROR,
                    "frame flags are " + given + ", allowed over WebSockets: 0 and 1 for a message, 2 for a command");
        }
        return given == WebSocketFrame.COMMAND ? Frame.COMMAND : given;
    }

    private void onControl(byte[] payload) throws ProtocolException {
        switch (header[0] & WebSocketFrame.OPCODE) {
            case WebSocketFrame.PING -> {
                output.answer(payload);
                handler.onPing(0);
            }
            case WebSocketFrame.PONG -> handler.onPong();
            default -> throw onClose(payload);
        }
    }

    private ProtocolException onClose(byte[] payload) {
        if (payload.length == 0) {
            output.close(0);
            return ProtocolException.farewell("the peer closed the connection");
        }
        int code = payload.length < CODE_SIZE ? 0 : (payload[0] & 0xFF) << Byte.SIZE | payload[1] & 0xFF;
        if (code < LOWEST_CODE || code > HIGHEST_CODE) {
            return refused(
                    Parting.PROTOCOL_ERROR,
                    "WebSocket closed with the code " + code + ", allowed: " + LOWEST_CODE + " to " + HIGHEST_CODE);
        }
        output.close(code);
        String reason = new String(payload, CODE_SIZE, payload.length - CODE_SIZE, StandardCharsets.ISO_8859_1);
        return ProtocolException.farewell("the peer closed the connection, code " + code
                + (reason.isEmpty() ? "" : ": " + SafeText.quote(reason)));
    }

    private ProtocolException refused(Parting parting, String message) {
        output.close(parting.code());
        return new ProtocolException(ProtocolException.WEBSOCKET, message);
    }
}
