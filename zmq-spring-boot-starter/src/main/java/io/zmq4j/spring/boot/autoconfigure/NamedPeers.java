package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.SocketType;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** The peers that a socket connects to under a name; what does not fit is reported with its property. */
final class NamedPeers {

    private static final Set<SocketType> TYPES = EnumSet.of(SocketType.ROUTER, SocketType.STREAM);

    private NamedPeers() {}

    /**
     * Routing ids by endpoint, in the order of their declaration.
     *
     * @param connect the peers that have no name
     */
    static Map<String, String> of(
            String prefix, SocketType type, List<SocketProperties.NamedPeer> peers, List<String> connect) {
        Map<String, String> named = new LinkedHashMap<>();
        if (!peers.isEmpty() && !TYPES.contains(type)) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".connect-as",
                    peers,
                    "a socket of type " + TypeOptions.lower(type) + " does not have this option, allowed: only on "
                            + TypeOptions.names(TYPES));
        }
        for (int i = 0; i < peers.size(); i++) {
            String key = prefix + ".connect-as[" + i + "]";
            String endpoint = required(key + ".endpoint", peers.get(i).endpoint());
            String routingId = required(key + ".routing-id", peers.get(i).routingId());
            String fault = EndpointSyntax.fault(endpoint, false);
            if (fault != null) {
                throw new InvalidConfigurationPropertyValueException(key + ".endpoint", endpoint, fault);
            }
            if (connect.contains(endpoint) || named.containsKey(endpoint)) {
                throw new InvalidConfigurationPropertyValueException(
                        key + ".endpoint", endpoint, "it is connected to twice, allowed: once");
            }
            if (named.containsValue(routingId)) {
                throw new InvalidConfigurationPropertyValueException(
                        key + ".routing-id", routingId, "two peers are called so, allowed: another one for each");
            }
            named.put(endpoint, routingId);
        }
        return named;
    }

    private static String required(String key, @Nullable String value) {
        if (value == null || value.isEmpty()) {
            throw new InvalidConfigurationPropertyValueException(
                    key, value, "it is missing, allowed: endpoint and routing-id together");
        }
        return value;
    }
}
