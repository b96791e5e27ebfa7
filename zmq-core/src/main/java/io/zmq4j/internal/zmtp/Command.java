package io.zmq4j.internal.zmtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A command (RFC 37, "Commands"): {@code | name size (1) | name | data |}, the body of a frame with the COMMAND flag.
 *
 * @param name one character a byte; not safe to log
 * @param data what follows the name, with a position of its own
 */
public record Command(String name, ByteBuffer data) {

    public static final String HELLO = "HELLO";
    public static final String WELCOME = "WELCOME";
    public static final String INITIATE = "INITIATE";
    public static final String READY = "READY";
    public static final String ERROR = "ERROR";
    public static final String SUBSCRIBE = "SUBSCRIBE";
    public static final String CANCEL = "CANCEL";
    public static final String JOIN = "JOIN";
    public static final String LEAVE = "LEAVE";
    public static final String PING = "PING";
    public static final String PONG = "PONG";

    /** How PLAIN servers of libzmq up to 4.3.5 begin an ERROR: the size and the E of its name became one character. */
    private static final byte[] PLAIN_ERROR = {0x5E, 'R', 'R', 'O', 'R'};

    /** The command in the body of a frame, which is not copied. */
    static Command parse(byte[] body) throws ProtocolException {
        int nameSize = body.length == 0 ? 0 : body[0] & 0xFF;
        if (body.length > PLAIN_ERROR.length
                && Arrays.equals(body, 0, PLAIN_ERROR.length, PLAIN_ERROR, 0, PLAIN_ERROR.length)) {
            return new Command(ERROR, ByteBuffer.wrap(body, PLAIN_ERROR.length, body.length - PLAIN_ERROR.length));
        }
        if (nameSize == 0 || nameSize >= body.length) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_COMMAND,
                    "command of " + body.length + " bytes with a name of " + nameSize
                            + ", allowed: a name from 1 byte to the end of the command");
        }
        int end = 1 + nameSize;
        return new Command(
                new String(body, 1, nameSize, StandardCharsets.ISO_8859_1),
                ByteBuffer.wrap(body, end, body.length - end));
    }

    /** The body of a command frame. */
    public static byte[] encode(String name, byte... data) {
        byte[] body = new byte[1 + name.length() + data.length];
        body[0] = (byte) name.length();
        for (int i = 0; i < name.length(); i++) {
            body[1 + i] = (byte) name.charAt(i);
        }
        System.arraycopy(data, 0, body, 1 + name.length(), data.length);
        return body;
    }

    /** A copy of the data. */
    byte[] dataBytes() {
        byte[] bytes = new byte[data.remaining()];
        data.get(data.position(), bytes);
        return bytes;
    }
}
