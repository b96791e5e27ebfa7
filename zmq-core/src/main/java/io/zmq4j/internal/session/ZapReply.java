package io.zmq4j.internal.session;

import io.zmq4j.Authenticator.Decision;
import io.zmq4j.ZmqException;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The answer of ZAP (RFC 27): {@code ["", "1.0", request id, status, reason, user id, metadata]}. */
public final class ZapReply {

    private static final int FRAMES = 7;

    private ZapReply() {}

    /** @throws ZmqException when it is no answer to this request */
    public static Decision parse(List<byte[]> frames, byte[] requestId) {
        if (frames.size() != FRAMES) {
            throw malformed("has " + frames.size() + " frames, allowed: " + FRAMES);
        }
        if (frames.get(0).length != 0) {
            throw malformed("does not begin with an empty frame");
        }
        if (!text(frames.get(1)).equals("1.0")) {
            throw malformed("is of another version than 1.0");
        }
        if (!Arrays.equals(frames.get(2), requestId)) {
            throw malformed("is for another request");
        }
        try {
            String status = text(frames.get(3));
            if (!status.matches("[0-9]{3}")) {
                throw new IllegalArgumentException("three digits are due");
            }
            PropertyList metadata = PropertyList.parse(ByteBuffer.wrap(frames.get(6)));
            return new Decision(
                    Integer.parseInt(status),
                    text(frames.get(4)),
                    text(frames.get(5)),
                    metadata.toMetadata().asMap());
        } catch (IllegalArgumentException e) {
            throw malformed("has no status of ZAP: " + e.getMessage());
        } catch (ProtocolException e) {
            throw malformed("has metadata that is none: " + e.getMessage());
        }
    }

    private static String text(byte[] frame) {
        return new String(frame, StandardCharsets.UTF_8);
    }

    private static ZmqException malformed(String what) {
        return new ZmqException("the answer of the handler of ZAP " + what);
    }
}
