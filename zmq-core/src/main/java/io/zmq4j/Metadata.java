package io.zmq4j;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the peer that sent a message: its handshake properties (RFC 37, "metadata"), those of its application
 * ({@code X-...}) included, and {@code Peer-Address}. All messages of a connection share one object; those of a socket in
 * the same process have none, as they are the sender's own objects. Names are case-insensitive. Immutable.
 */
public final class Metadata {

    public static final String SOCKET_TYPE = "Socket-Type";
    public static final String ROUTING_ID = "Identity";

    /** The IP address of the peer without its port, or the endpoint of a peer inside this process. */
    public static final String PEER_ADDRESS = "Peer-Address";

    /** Who the peer has proved to be; what a peer merely says of that is dropped. */
    public static final String USER_ID = "User-Id";

    /**
     * Whom the certificate of a peer over {@code tls://} names, as in {@code CN=orders,O=Example} (RFC 2253): the server of a
     * client, and the client of a server that asks for certificates. What a peer merely says of that is dropped.
     */
    public static final String TLS_SUBJECT = "Tls-Subject";

    /** No properties, as of a message that the application made. */
    public static final Metadata EMPTY = new Metadata(Map.of());

    private final Map<String, String> properties;

    private Metadata(Map<String, String> properties) {
        TreeMap<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(properties);
        this.properties = Collections.unmodifiableMap(copy);
    }

    public static Metadata of(Map<String, String> properties) {
        return properties.isEmpty() ? EMPTY : new Metadata(properties);
    }

    /** The property of this name; {@code Routing-Id} is another name of {@link #ROUTING_ID}, as in libzmq. */
    public @Nullable String get(String name) {
        return properties.get(name.equalsIgnoreCase("Routing-Id") ? ROUTING_ID : name);
    }

    /** The properties, looked up without regard to case. */
    public Map<String, String> asMap() {
        return properties;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata that && properties.equals(that.properties);
    }

    @Override
    public int hashCode() {
        return properties.hashCode();
    }

    @Override
    public String toString() {
        return properties.toString();
    }
}
