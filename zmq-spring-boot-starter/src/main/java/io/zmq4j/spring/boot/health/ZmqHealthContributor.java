package io.zmq4j.spring.boot.health;

import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.proxy.ZmqProxies;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;

/** Health of all declared sockets, each a component of its name; sockets that are declared later are there as well. */
public final class ZmqHealthContributor implements CompositeHealthContributor {

    private final ZmqContext context;
    private final ZmqSockets sockets;
    private final ZmqSocketTracker tracker;
    private final ZmqListenerEndpointRegistry registry;
    private final @Nullable ZmqProxies proxies;
    private final Map<String, PeerRule> rules;
    private final Map<String, HealthContributor> indicators = new ConcurrentHashMap<>();

    /**
     * @param proxies null = there are none
     * @param rules by the name of the socket; none = {@link PeerRule#NONE}
     */
    public ZmqHealthContributor(
            ZmqContext context,
            ZmqSockets sockets,
            ZmqSocketTracker tracker,
            ZmqListenerEndpointRegistry registry,
            @Nullable ZmqProxies proxies,
            Map<String, PeerRule> rules) {
        this.context = context;
        this.sockets = sockets;
        this.tracker = tracker;
        this.registry = registry;
        this.proxies = proxies;
        this.rules = Map.copyOf(rules);
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return sockets.names().contains(name) ? indicators.computeIfAbsent(name, this::indicator) : null;
    }

    private HealthContributor indicator(String name) {
        PeerRule rule = rules.getOrDefault(name, PeerRule.NONE);
        return new ZmqSocketHealthIndicator(name, context, sockets, tracker, registry, proxies, rule);
    }

    @Override
    public Stream<Entry> stream() {
        return sockets.names().stream().map(name -> new Entry(name, indicators.computeIfAbsent(name, this::indicator)));
    }
}
