package io.zmq4j.spring.boot.health;

import io.zmq4j.SocketStats;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.BoundPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.SecurityName;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.proxy.ZmqProxies;
import io.zmq4j.spring.proxy.ZmqProxy;
import io.zmq4j.spring.proxy.ZmqProxyState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of one socket: down when its context is closed or has lost an io thread, when the socket could not be opened,
 * when a listener or proxy of it has stopped by itself, or when it has had too few peers for too long. What was stopped
 * on purpose is no fault. Looks at counters only.
 */
final class ZmqSocketHealthIndicator implements HealthIndicator {

    private final String name;
    private final ZmqContext context;
    private final ZmqSockets sockets;
    private final ZmqSocketTracker tracker;
    private final ZmqListenerEndpointRegistry registry;
    private final @Nullable ZmqProxies proxies;
    private final PeerRule rule;
    private final PeerWatch watch;

    ZmqSocketHealthIndicator(
            String name,
            ZmqContext context,
            ZmqSockets sockets,
            ZmqSocketTracker tracker,
            ZmqListenerEndpointRegistry registry,
            @Nullable ZmqProxies proxies,
            PeerRule rule) {
        this.name = name;
        this.context = context;
        this.sockets = sockets;
        this.tracker = tracker;
        this.registry = registry;
        this.proxies = proxies;
        this.rule = rule;
        this.watch = new PeerWatch(rule, System.nanoTime());
    }

    @Override
    public Health health() {
        ZmqSocketSpec spec = sockets.spec(name);
        boolean open = sockets.isOpen(name);
        SocketStats stats = tracker.stats(name);
        long peers = open && stats != null ? stats.readyPeers() : 0;
        String reason = reason(open, peers);
        Health.Builder health = new Health.Builder().up();
        if (reason != null) {
            health.down().withDetail("reason", reason);
        }
        Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put("bind", spec.bind());
        endpoints.put("connect", spec.connect());
        health.withDetail("type", spec.type().name())
                .withDetail("open", open)
                .withDetail("security", SecurityName.of(spec))
                .withDetail("endpoints", endpoints)
                .withDetail("peers", peers);
        if (open && stats != null) {
            health.withDetail("bound", stats.bound()).withDetail("boundPorts", BoundPorts.of(stats.bound()));
        }
        if (stats != null && stats.lastError() != null) {
            health.withDetail("lastError", stats.lastError());
        }
        Map<String, Object> listeners = listeners();
        if (!listeners.isEmpty()) {
            health.withDetail("listeners", listeners);
        }
        return health.build();
    }

    /** Why it is down; null = it is up. */
    private @Nullable String reason(boolean open, long peers) {
        if (context.isClosed()) {
            return "the context is closed";
        }
        if (!context.isServing()) {
            return "an io thread of the context has ended";
        }
        Throwable failure = listenerFailure();
        if (failure != null) {
            return "a listener has stopped by itself: " + failure.getMessage();
        }
        RuntimeException openFailure = tracker.openFailure(name);
        if (!open && openFailure != null) {
            return openFailure.getMessage();
        }
        String proxy = endedProxy();
        if (proxy != null) {
            return "proxy '" + proxy + "' has ended by itself";
        }
        if (open && watch.isDown(peers, System.nanoTime())) {
            return "fewer than " + rule.minPeers() + " peers for more than " + rule.grace() + ", now " + peers;
        }
        return null;
    }

    private @Nullable String endedProxy() {
        if (proxies != null) {
            for (ZmqProxy proxy : proxies.all()) {
                if (proxy.spec().uses(name) && proxy.state() == ZmqProxyState.FAILED) {
                    return proxy.spec().name();
                }
            }
        }
        return null;
    }

    private @Nullable Throwable listenerFailure() {
        for (ZmqListenerContainer container : registry.getListenerContainers()) {
            if (container.getEndpoint().socket().equals(name) && container.getFailure() != null) {
                return container.getFailure();
            }
        }
        return null;
    }

    private Map<String, Object> listeners() {
        Map<String, Object> states = new LinkedHashMap<>();
        for (ZmqListenerContainer container : registry.getListenerContainers()) {
            if (container.getEndpoint().socket().equals(name)) {
                states.put(container.getId(), container.getState().name());
            }
        }
        return states;
    }
}
