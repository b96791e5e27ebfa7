package io.zmq4j.internal.zmtp;

import io.zmq4j.Metadata;
import io.zmq4j.PeerLimit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Metadata on the wire (RFC 37, "Metadata"), each property as
 * {@code | name size (1) | name | value size (4, big endian) | value |}. Names are compared without regard to case.
 */
public final class PropertyList {

    private static final int MAX_PROPERTIES = 64;
    private static final int LONGEST_NAME = 255;

    private final Map<String, byte[]> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private PropertyList() {}

    /** Reads all that remains. */
    public static PropertyList parse(ByteBuffer data) throws ProtocolException {
        PropertyList list = new PropertyList();
        while (data.hasRemaining()) {
            if (list.values.size() == MAX_PROPERTIES) {
                throw new ProtocolException(
                        ProtocolException.INVALID_METADATA,
                        "more than " + MAX_PROPERTIES + " properties",
                        PeerLimit.HANDSHAKE_SIZE);
            }
            String name = parseName(data);
            if (list.values.put(name, parseValue(data, name)) != null) {
                throw invalid("the property " + SafeText.quote(name) + " came twice");
            }
        }
        return list;
    }

    private static String parseName(ByteBuffer data) throws ProtocolException {
        int size = data.get() & 0xFF;
        if (size == 0 || size > data.remaining()) {
            throw invalid(
                    "property name of " + size + " bytes, allowed: 1 to the " + data.remaining() + " that follow");
        }
        byte[] bytes = new byte[size];
        data.get(bytes);
        String name = new String(bytes, StandardCharsets.ISO_8859_1);
        if (!isGraphic(name)) {
            throw invalid("property name " + SafeText.quote(name) + ", allowed: visible ASCII characters");
        }
        return name;
    }

    private static boolean isGraphic(String name) {
        return name.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    private static byte[] parseValue(ByteBuffer data, String name) throws ProtocolException {
        if (data.remaining() < Integer.BYTES) {
            throw invalid("the property " + SafeText.quote(name) + " ends before its value");
        }
        int size = data.getInt();
        if (size < 0 || size > data.remaining()) {
            throw invalid("the property " + SafeText.quote(name) + " announces " + Integer.toUnsignedString(size)
                    + " bytes, " + data.remaining() + " follow");
        }
        byte[] value = new byte[size];
        data.get(value);
        return value;
    }

    /** What a peer of these settings says of itself, encoded in the order of libzmq; X- properties sorted by name. */
    static byte[] encode(ZmtpSettings settings) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        put(out, Metadata.SOCKET_TYPE, settings.type().name().getBytes(StandardCharsets.US_ASCII));
        switch (settings.type()) {
            case REQ, DEALER, ROUTER -> put(out, Metadata.ROUTING_ID, settings.routingId());
            default -> {}
        }
        new TreeMap<>(settings.metadata())
                .forEach((name, value) -> put(out, name, value.getBytes(StandardCharsets.UTF_8)));
        return out.toByteArray();
    }

    private static void put(ByteArrayOutputStream out, String name, byte[] value) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || !isGraphic(name)) {
            throw new IllegalArgumentException("metadata property " + SafeText.quote(name) + " of " + name.length()
                    + " characters, allowed: 1 to " + LONGEST_NAME + " visible ASCII characters");
        }
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        out.writeBytes(value);
    }

    /** The value of a property, null when the peer did not send it. */
    byte @Nullable [] get(String name) {
        return values.get(name);
    }

    public Metadata toMetadata() {
        Map<String, String> text = new LinkedHashMap<>();
        values.forEach((name, value) -> text.put(name, new String(value, StandardCharsets.UTF_8)));
        return Metadata.of(text);
    }

    private static ProtocolException invalid(String message) {
        return new ProtocolException(ProtocolException.INVALID_METADATA, message);
    }
}
