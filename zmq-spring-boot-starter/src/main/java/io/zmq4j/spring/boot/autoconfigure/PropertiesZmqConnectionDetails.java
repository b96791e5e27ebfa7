package io.zmq4j.spring.boot.autoconfigure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the properties say; credentials are made of them only where the sockets are. */
final class PropertiesZmqConnectionDetails implements ZmqConnectionDetails {

    private final ZmqProperties properties;

    PropertiesZmqConnectionDetails(ZmqProperties properties) {
        this.properties = properties;
    }

    @Override
    public @Nullable List<String> getBind(String socket) {
        SocketProperties declared = properties.getSockets().get(socket);
        return declared == null ? null : declared.getBind();
    }

    @Override
    public @Nullable List<String> getConnect(String socket) {
        SocketProperties declared = properties.getSockets().get(socket);
        return declared == null ? null : declared.getConnect();
    }
}
