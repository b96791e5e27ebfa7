package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the declared sockets when the application starts, so that what cannot be opened stops the start, and publishers
 * are there before their subscribers look for them. Those of listeners are left to the listeners.
 */
final class ZmqSocketOpener implements SmartLifecycle {

    private static final Log LOG = LogFactory.getLog(ZmqSocketOpener.class);

    private final ZmqSockets sockets;
    private final ZmqListenerEndpointRegistry registry;
    private volatile boolean running;

    ZmqSocketOpener(ZmqSockets sockets, ZmqListenerEndpointRegistry registry) {
        this.sockets = sockets;
        this.registry = registry;
    }

    @Override
    public void start() {
        Set<String> read = registry.getListenerContainers().stream()
                .map(container -> container.getEndpoint().socket())
                .collect(Collectors.toSet());
        for (String name : sockets.names()) {
            warnIfDeaf(sockets.spec(name));
            if (!read.contains(name)) {
                sockets.get(name);
            }
        }
        running = true;
    }

    private void warnIfDeaf(ZmqSocketSpec spec) {
        boolean subscriber = spec.type() == SocketType.SUB || spec.type() == SocketType.DISH;
        if (subscriber && spec.subscribe().isEmpty() && !isSubscribedByListener(spec.name())) {
            LOG.warn("socket '" + spec.name() + "' (" + spec.type()
                    + ") subscribes to nothing and will receive nothing: set" + " zmq.sockets." + spec.name()
                    + ".subscribe, where \"\" stands for everything");
        }
    }

    private boolean isSubscribedByListener(String name) {
        for (ZmqListenerContainer container : registry.getListenerContainers()) {
            if (container.getEndpoint().socket().equals(name)
                    && !container.getEndpoint().subscribe().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Right after the sockets themselves, before anything that uses them. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1;
    }
}
