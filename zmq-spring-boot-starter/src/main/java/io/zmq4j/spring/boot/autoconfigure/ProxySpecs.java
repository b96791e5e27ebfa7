package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqSocketDeclarer;
import io.zmq4j.spring.proxy.ZmqProxySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Makes proxies of {@code zmq.proxies}, and declares the sockets that they bring; what does not fit is reported with its property. */
final class ProxySpecs {

    private final ZmqSockets sockets;
    private final ZmqSocketDeclarer declarer;

    ProxySpecs(ZmqSockets sockets, ZmqSocketDeclarer declarer) {
        this.sockets = sockets;
        this.declarer = declarer;
    }

    List<ZmqProxySpec> create(Map<String, ProxyProperties> proxies) {
        List<ZmqProxySpec> specs = new ArrayList<>();
        proxies.forEach((name, proxy) -> specs.add(new ZmqProxySpec(
                name,
                required(name, "frontend", proxy.getFrontend()),
                required(name, "backend", proxy.getBackend()),
                proxy.getCapture() == null ? null : socket(name, "capture", proxy.getCapture()))));
        return specs;
    }

    private String required(String proxy, String part, ProxyProperties.@Nullable End end) {
        if (end == null) {
            throw invalid(
                    proxy + "." + part,
                    null,
                    "it is missing, allowed: the name of a socket " + sockets.names()
                            + ", or type with bind or connect");
        }
        return socket(proxy, part, end);
    }

    /** @return the name of the socket */
    private String socket(String proxy, String part, ProxyProperties.End end) {
        String key = proxy + "." + part;
        boolean own = end.getType() != null
                || !end.getBind().isEmpty()
                || !end.getConnect().isEmpty();
        String named = end.getSocket();
        if (named == null) {
            return declare(key, end);
        }
        if (own) {
            throw invalid(key + ".socket", named, "type, bind or connect is set as well, allowed: one of both");
        }
        if (!sockets.names().contains(named)) {
            throw invalid(key, named, "there is no such socket, allowed: " + sockets.names());
        }
        return named;
    }

    private String declare(String key, ProxyProperties.End end) {
        SocketType type = end.getType();
        if (type == null) {
            throw invalid(key + ".type", null, "it is missing, allowed: a type, or the name of a socket as " + key);
        }
        requireSyntax(key + ".bind", end.getBind(), true);
        requireSyntax(key + ".connect", end.getConnect(), false);
        try {
            declarer.declare(key, type, end.getBind(), end.getConnect());
        } catch (IllegalArgumentException e) {
            throw invalid(key, TypeOptions.lower(type), String.valueOf(e.getMessage()));
        }
        return key;
    }

    private static void requireSyntax(String key, List<String> endpoints, boolean bind) {
        for (String endpoint : endpoints) {
            String fault = EndpointSyntax.fault(endpoint, bind);
            if (fault != null) {
                throw invalid(key, endpoint, fault);
            }
        }
    }

    private static InvalidConfigurationPropertyValueException invalid(
            String key, @Nullable Object value, String reason) {
        return new InvalidConfigurationPropertyValueException("zmq.proxies." + key, value, reason);
    }
}
