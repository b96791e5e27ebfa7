package io.zmq4j.internal.zmtp;

import io.zmq4j.Metadata;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of the peer when its handshake is complete.
 *
 * @param version what it speaks
 * @param minor 0 = it speaks ZMTP 3.0 or older, 1 = 3.1 or anything newer, with which 3.1 is spoken
 * @param routingId its Identity, empty when it has none
 * @param metadata all its properties, their values read as UTF-8
 */
public record ZmtpPeer(ZmtpVersion version, int minor, SocketType type, byte[] routingId, Metadata metadata) {

    static final int LONGEST_ROUTING_ID = 255;
    private static final byte[] NO_ROUTING_ID = {};

    /** Checks the properties of a peer against the local type. */
    static ZmtpPeer of(SocketType local, int minor, PropertyList properties) throws ProtocolException {
        return new ZmtpPeer(
                ZmtpVersion.V3, minor, type(local, properties), routingId(properties), properties.toMetadata());
    }

    /**
     * A peer of ZMTP 1.0 or 2.0.
     *
     * @param told whether it has told its type
     */
    static ZmtpPeer old(ZmtpVersion version, SocketType type, boolean told, byte[] routingId) throws ProtocolException {
        Map<String, String> properties = new HashMap<>();
        if (told) {
            properties.put(Metadata.SOCKET_TYPE, type.name());
        }
        if (routingId.length > 0) {
            properties.put(Metadata.ROUTING_ID, new String(routingId, StandardCharsets.UTF_8));
        }
        return new ZmtpPeer(version, 0, type, checked(routingId), Metadata.of(properties));
    }

    private static SocketType type(SocketType local, PropertyList properties) throws ProtocolException {
        byte[] value = properties.get(Metadata.SOCKET_TYPE);
        if (value == null) {
            throw invalid("the property Socket-Type is missing");
        }
        String name = new String(value, StandardCharsets.ISO_8859_1);
        for (SocketType type : local.compatible()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        throw invalid("a peer of Socket-Type " + SafeText.quote(name) + " cannot talk to " + local + ", allowed: "
                + local.compatible());
    }

    private static byte[] routingId(PropertyList properties) throws ProtocolException {
        byte[] value = properties.get(Metadata.ROUTING_ID);
        if (value == null) {
            return NO_ROUTING_ID;
        }
        return checked(value);
    }

    private static byte[] checked(byte[] value) throws ProtocolException {
        if (value.length > LONGEST_ROUTING_ID) {
            throw invalid("Identity has " + value.length + " bytes, allowed: up to " + LONGEST_ROUTING_ID);
        }
        if (value.length > 0 && value[0] == 0) {
            throw invalid("Identity begins with a zero byte, which is kept for routing ids that a ROUTER makes");
        }
        return value;
    }

    private static ProtocolException invalid(String message) {
        return new ProtocolException(ProtocolException.INVALID_METADATA, message);
    }
}
