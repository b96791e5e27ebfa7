package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.proxy.ZmqProxyException;
import io.zmq4j.spring.proxy.ZmqProxySpec;
import java.util.function.Consumer;

/** Refuses a proxy whose socket a listener reads as well, or whose name a listener has. */
final class SoleReader implements Consumer<ZmqProxySpec> {

    private final ZmqListenerEndpointRegistry listeners;

    SoleReader(ZmqListenerEndpointRegistry listeners) {
        this.listeners = listeners;
    }

    @Override
    public void accept(ZmqProxySpec proxy) {
        for (ZmqListenerContainer container : listeners.getListenerContainers()) {
            String socket = container.getEndpoint().socket();
            if (proxy.read().contains(socket)) {
                throw new ZmqProxyException(
                        proxy.name(),
                        "listener '" + container.getId() + "' reads socket '" + socket
                                + "' as well, where each message goes to one reader, allowed: a socket of its own",
                        null);
            }
            if (container.getId().equals(proxy.name())) {
                throw new ZmqProxyException(proxy.name(), "a listener has this id, allowed: a name of its own", null);
            }
        }
    }
}
