package io.zmq4j.spring.boot.actuate;

import io.zmq4j.Metadata;
import io.zmq4j.Proxy;
import io.zmq4j.SocketStats;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.BoundPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.SecurityName;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.listener.ZmqListenerStats;
import io.zmq4j.spring.proxy.ZmqProxies;
import io.zmq4j.spring.proxy.ZmqProxy;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** The endpoint {@code zmq}. */
@Endpoint(id = "zmq")
public class ZmqEndpoint {

    private final ZmqContext context;
    private final ZmqSockets sockets;
    private final ZmqSocketTracker tracker;
    private final ZmqListenerEndpointRegistry registry;
    private final @Nullable ZmqProxies proxies;

    /** @param proxies null = there are none */
    public ZmqEndpoint(
            ZmqContext context,
            ZmqSockets sockets,
            ZmqSocketTracker tracker,
            ZmqListenerEndpointRegistry registry,
            @Nullable ZmqProxies proxies) {
        this.context = context;
        this.sockets = sockets;
        this.tracker = tracker;
        this.registry = registry;
        this.proxies = proxies;
    }

    /** Everything. */
    @ReadOperation
    public ZmqDescriptor zmq() {
        Map<String, ZmqDescriptor.SocketDescriptor> all = new LinkedHashMap<>();
        sockets.names().forEach(name -> all.put(name, describe(sockets.spec(name))));
        Map<String, ZmqDescriptor.ListenerDescriptor> listeners = new LinkedHashMap<>();
        registry.getListenerContainers().forEach(container -> listeners.put(container.getId(), describe(container)));
        Map<String, ZmqDescriptor.ProxyDescriptor> passers = new LinkedHashMap<>();
        if (proxies != null) {
            proxies.all().forEach(proxy -> passers.put(proxy.spec().name(), describe(proxy)));
        }
        return new ZmqDescriptor(
                new ZmqDescriptor.ContextDescriptor(
                        context.config().ioThreads(), context.openSockets(), context.isClosed()),
                all,
                listeners,
                passers);
    }

    /** One socket; null = there is none of this name. */
    @ReadOperation
    public ZmqDescriptor.@Nullable SocketDescriptor socket(@Selector String name) {
        return sockets.names().contains(name) ? describe(sockets.spec(name)) : null;
    }

    /**
     * Changes the state of a listener or a proxy.
     *
     * @param state PAUSED, RESUMED, STOPPED or STARTED
     */
    @WriteOperation
    public void change(@Selector String name, String state) {
        ZmqListenerContainer container = registry.getListenerContainer(name);
        ZmqProxy proxy = proxies == null ? null : proxies.get(name);
        if (container != null) {
            change(state, container::pause, container::resume, container::stop, container::start);
        } else if (proxy != null) {
            change(state, proxy::pause, proxy::resume, proxy::stop, proxy::start);
        } else {
            String text = "listener or proxy '" + name + "' is unknown, allowed: " + registry.getListenerContainerIds()
                    + (proxies == null ? "" : " and " + proxies.names());
            throw new InvalidEndpointRequestException(text, text);
        }
    }

    private static void change(String state, Runnable pause, Runnable resume, Runnable stop, Runnable start) {
        switch (state) {
            case "PAUSED" -> pause.run();
            case "RESUMED" -> resume.run();
            case "STOPPED" -> stop.run();
            case "STARTED" -> start.run();
            default -> {
                String text = "state is '" + state + "', allowed: PAUSED, RESUMED, STOPPED, STARTED";
                throw new InvalidEndpointRequestException(text, text);
            }
        }
    }

    private ZmqDescriptor.SocketDescriptor describe(ZmqSocketSpec spec) {
        boolean open = sockets.isOpen(spec.name());
        SocketStats stats = tracker.stats(spec.name());
        return new ZmqDescriptor.SocketDescriptor(
                spec.type().name(),
                open ? "RUNNING" : "CLOSED",
                spec.bind(),
                spec.connect(),
                open && stats != null ? BoundPorts.of(stats.bound()) : List.of(),
                open && stats != null ? topics(stats.subscriptions()) : spec.subscribe(),
                SecurityName.of(spec),
                open && stats != null
                        ? stats.peers().stream().map(ZmqEndpoint::describe).toList()
                        : List.of(),
                stats == null
                        ? new ZmqDescriptor.MessagesDescriptor(0, 0, 0)
                        : new ZmqDescriptor.MessagesDescriptor(
                                stats.messagesSent(), stats.messagesReceived(), stats.droppedTotal()),
                stats == null
                        ? new ZmqDescriptor.BytesDescriptor(0, 0)
                        : new ZmqDescriptor.BytesDescriptor(stats.bytesSent(), stats.bytesReceived()),
                stats == null ? null : stats.lastError());
    }

    private static List<String> topics(List<byte[]> subscriptions) {
        return subscriptions.stream()
                .map(topic -> new String(topic, StandardCharsets.UTF_8))
                .toList();
    }

    private static ZmqDescriptor.PeerDescriptor describe(SocketStats.Peer peer) {
        return new ZmqDescriptor.PeerDescriptor(
                peer.endpoint(),
                peer.address(),
                peer.state().name(),
                peer.since(),
                peer.reconnects(),
                peer.routingId().length == 0 ? null : text(peer.routingId()),
                peer.metadata().get(Metadata.USER_ID));
    }

    /** As plain text where it is that: what a ROUTER has made up begins with a zero byte. */
    private static String text(byte[] routingId) {
        String text = new String(routingId, StandardCharsets.US_ASCII);
        boolean plain = text.chars().allMatch(each -> each >= ' ' && each < 0x7F);
        return plain ? text : "0x" + HexFormat.of().formatHex(routingId);
    }

    private static ZmqDescriptor.ProxyDescriptor describe(ZmqProxy proxy) {
        Proxy.Statistics passed = proxy.statistics();
        return new ZmqDescriptor.ProxyDescriptor(
                proxy.spec().frontend(),
                proxy.spec().backend(),
                proxy.spec().capture(),
                proxy.state().name(),
                new ZmqDescriptor.PassedDescriptor(passed.toBackend(), passed.toFrontend()),
                new ZmqDescriptor.PassedDescriptor(passed.toBackendBytes(), passed.toFrontendBytes()));
    }

    private static ZmqDescriptor.ListenerDescriptor describe(ZmqListenerContainer container) {
        ZmqListenerStats stats = container.getStats();
        return new ZmqDescriptor.ListenerDescriptor(
                container.getEndpoint().socket(),
                container.getEndpoint().info(),
                container.getState().name(),
                container.getConcurrency(),
                stats.inFlight(),
                stats.queued(),
                stats.processed(),
                stats.failed(),
                stats.filtered(),
                stats.lastError(),
                stats.lastMessageAt());
    }
}
