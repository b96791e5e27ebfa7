package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.template.ZmqDestination;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.SmartLifecycle;

/**
 * Opens the declared sockets when the application starts, so that what cannot be opened stops the start, and publishers
 * are there before their subscribers look for them. Those of listeners are left to the listeners.
 */
final class ZmqSocketOpener implements SmartLifecycle {

    private static final Log LOG = LogFactory.getLog(ZmqSocketOpener.class);

    private final ZmqSockets sockets;
    private final ZmqListenerEndpointRegistry registry;
    private final @Nullable String defaultDestination;
    private volatile boolean running;

    /** @param defaultDestination of the template; null = none */
    ZmqSocketOpener(ZmqSockets sockets, ZmqListenerEndpointRegistry registry, @Nullable String defaultDestination) {
        this.sockets = sockets;
        this.registry = registry;
        this.defaultDestination = defaultDestination;
    }

    @Override
    public void start() {
        requireDefaultDestination();
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

    /** By now every socket is declared, those of listeners and proxies as well. */
    private void requireDefaultDestination() {
        if (defaultDestination != null
                && !sockets.names()
                        .contains(ZmqDestination.of(defaultDestination).socket())) {
            throw new InvalidConfigurationPropertyValueException(
                    "zmq.template.default-socket",
                    defaultDestination,
                    "there is no such socket, allowed: " + sockets.names());
        }
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
