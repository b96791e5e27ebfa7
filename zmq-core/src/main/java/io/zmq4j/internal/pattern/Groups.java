package io.zmq4j.internal.pattern;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The groups that the application of a DISH joins. */
public interface Groups {

    /** @throws IllegalArgumentException when the group is joined already, or is none */
    void join(String group);

    /** @throws IllegalArgumentException when the group is not joined */
    void leave(String group);

    /** The joined groups, as they are on the wire. */
    List<byte[]> list();

    /**
     * A group as it is on the wire.
     *
     * @throws IllegalArgumentException when it is none (RFC 48, "Group")
     */
    static byte[] encode(String group) {
        byte[] bytes = group.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 255 || group.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("group of " + bytes.length + " bytes"
                    + (bytes.length > 255 ? "" : " with a zero byte") + ", allowed: up to 255 bytes other than zero");
        }
        return bytes;
    }
}
