package io.zmq4j.spring.proxy;

import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSockets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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

    private final Consumer<ZmqProxySpec> check;
    private final Map<String, ZmqProxy> proxies;
    private volatile boolean running;

    /**
     * @param check is asked before each start of a proxy, and throws when it may not be started
     * @throws ZmqProxyException when two of them read the same socket
     */
    public ZmqProxies(
            ZmqContext context, ZmqSockets sockets, Consumer<ZmqProxySpec> check, Collection<ZmqProxySpec> specs) {
        this.check = check;
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
     * @throws ZmqProxyException when the types of the sockets do not fit, or when something else reads one of them
     */
    @Override
    public void start() {
        try {
            for (ZmqProxy proxy : proxies.values()) {
                check.accept(proxy.spec());
                proxy.start();
            }
            running = true;
        } catch (RuntimeException e) {
            stop();
            throw e;
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
