package io.zmq4j.spring.proxy;

import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * The proxies of an application by name. They start after the sockets and before everything else, so that what cannot be
 * started stops the start, and stop after everything that sends through them. Thread-safe.
 */
public final class ZmqProxies implements SmartLifecycle, DisposableBean {

    /** Right after the sockets of the application were opened. */
    public static final int DEFAULT_PHASE = Integer.MIN_VALUE + 2;

    private final ZmqListenerEndpointRegistry listeners;
    private final Map<String, ZmqProxy> proxies;
    private volatile boolean running;

    /** @throws ZmqProxyException when two of them read the same socket */
    public ZmqProxies(
            ZmqContext context,
            ZmqSockets sockets,
            ZmqListenerEndpointRegistry listeners,
            Collection<ZmqProxySpec> specs) {
        this.listeners = listeners;
        Map<String, ZmqProxy> all = new LinkedHashMap<>();
        Map<String, String> readers = new HashMap<>();
        for (ZmqProxySpec spec : specs) {
            all.put(spec.name(), new ZmqProxy(spec, context, sockets));
            for (String socket : spec.read()) {
                String other = readers.putIfAbsent(socket, spec.name());
                if (other != null) {
                    throw new ZmqProxyException(
                            spec.name(),
                            "proxy '" + other + "' reads socket '" + socket
                                    + "', where each message goes to one reader, allowed: a socket of its own",
                            null);
                }
            }
        }
        this.proxies = Collections.unmodifiableMap(all);
    }

    /** The names of all proxies, in the order of their declaration. */
    public Set<String> names() {
        return proxies.keySet();
    }

    /** The proxy of this name; null = there is none. */
    public @Nullable ZmqProxy get(String name) {
        return proxies.get(name);
    }

    /** All of them, in the order of their declaration. */
    public Collection<ZmqProxy> all() {
        return proxies.values();
    }

    /**
     * Starts all of them; when one cannot be started, none is.
     *
     * @throws io.zmq4j.spring.ZmqBindException when one of their sockets cannot be bound
     * @throws ZmqProxyException when the types of the sockets do not fit, or when a listener reads one of them
     */
    @Override
    public void start() {
        try {
            for (ZmqProxy proxy : proxies.values()) {
                requireSoleReader(proxy.spec());
                proxy.start();
            }
            running = true;
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    private void requireSoleReader(ZmqProxySpec spec) {
        for (ZmqListenerContainer container : listeners.getListenerContainers()) {
            String socket = container.getEndpoint().socket();
            if (spec.read().contains(socket)) {
                throw new ZmqProxyException(
                        spec.name(),
                        "listener '" + container.getId() + "' reads socket '" + socket
                                + "' as well, where each message goes to one reader, allowed: a socket of its own",
                        null);
            }
            if (container.getId().equals(spec.name())) {
                throw new ZmqProxyException(spec.name(), "a listener has this id, allowed: a name of its own", null);
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        proxies.values().forEach(ZmqProxy::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }

    /** Stops what was started by hand. */
    @Override
    public void destroy() {
        stop();
    }
}
