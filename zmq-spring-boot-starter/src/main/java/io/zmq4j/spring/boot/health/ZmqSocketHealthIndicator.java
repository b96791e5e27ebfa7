package io.zmq4j.spring.boot.health;

import io.zmq4j.SocketStats;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Health of one socket: down when its context is closed, when a listener of it has stopped by itself, or when it has
 * had too few peers for too long. A socket or listener that was stopped on purpose is no fault.
 */
final class ZmqSocketHealthIndicator implements HealthIndicator {

    /** Since when there are too few peers, in {@link System#nanoTime()}; 0 = there are enough. */
    private final AtomicLong shortSince = new AtomicLong();

    private final String name;
    private final ZmqContext context;
    private final ZmqSockets sockets;
    private final ZmqSocketTracker tracker;
    private final ZmqListenerEndpointRegistry registry;
    private final PeerRule rule;

    ZmqSocketHealthIndicator(
            String name,
            ZmqContext context,
            ZmqSockets sockets,
            ZmqSocketTracker tracker,
            ZmqListenerEndpointRegistry registry,
            PeerRule rule) {
        this.name = name;
        this.context = context;
        this.sockets = sockets;
        this.tracker = tracker;
        this.registry = registry;
        this.rule = rule;
    }

    @Override
    public Health health() {
        ZmqSocketSpec spec = sockets.spec(name);
        boolean open = sockets.isOpen(name);
        SocketStats stats = tracker.stats(name);
        long peers = open && stats != null ? stats.readyPeers() : 0;
        Health.Builder health = new Health.Builder().up();
        Throwable failure = listenerFailure();
        if (context.isClosed()) {
            health.down().withDetail("reason", "the context is closed");
        } else if (failure != null) {
            health.down().withDetail("reason", "a listener has stopped by itself: " + failure.getMessage());
        } else if (open && isShortOfPeers(peers)) {
            health.down()
                    .withDetail(
                            "reason",
                            peers + " peers for more than " + rule.grace() + ", allowed: at least " + rule.minPeers());
        }
        Map<String, Object> endpoints = new LinkedHashMap<>();
        endpoints.put("bind", spec.bind());
        endpoints.put("connect", spec.connect());
        health.withDetail("type", spec.type().name())
                .withDetail("open", open)
                .withDetail("endpoints", endpoints)
                .withDetail("peers", peers);
        if (open && stats != null) {
            health.withDetail("bound", stats.bound());
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

    private @Nullable Throwable listenerFailure() {
        for (ZmqListenerContainer container : registry.getListenerContainers()) {
            if (container.getEndpoint().socket().equals(name) && container.getFailure() != null) {
                return container.getFailure();
            }
        }
        return null;
    }

    /** The clock starts when the shortage is first seen, so a peer that comes and goes does not make health flap. */
    private boolean isShortOfPeers(long peers) {
        if (peers >= rule.minPeers()) {
            shortSince.set(0);
            return false;
        }
        long now = System.nanoTime() | 1;
        shortSince.compareAndSet(0, now);
        return now - shortSince.get() >= rule.grace().toNanos();
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
