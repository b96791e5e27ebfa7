package io.zmq4j.spring.boot.actuate;

import io.zmq4j.Security;
import io.zmq4j.SocketStats;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.listener.ZmqListenerStats;
import java.nio.charset.StandardCharsets;
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

    public ZmqEndpoint(
            ZmqContext context, ZmqSockets sockets, ZmqSocketTracker tracker, ZmqListenerEndpointRegistry registry) {
        this.context = context;
        this.sockets = sockets;
        this.tracker = tracker;
        this.registry = registry;
    }

    /** Everything. */
    @ReadOperation
    public ZmqDescriptor zmq() {
        Map<String, ZmqDescriptor.SocketDescriptor> all = new LinkedHashMap<>();
        sockets.names().forEach(name -> all.put(name, describe(sockets.spec(name))));
        Map<String, ZmqDescriptor.ListenerDescriptor> listeners = new LinkedHashMap<>();
        registry.getListenerContainers().forEach(container -> listeners.put(container.getId(), describe(container)));
        return new ZmqDescriptor(
                new ZmqDescriptor.ContextDescriptor(
                        context.config().ioThreads(), context.openSockets(), context.isClosed()),
                all,
                listeners);
    }

    /** One socket; null = there is none of this name. */
    @ReadOperation
    public ZmqDescriptor.@Nullable SocketDescriptor socket(@Selector String name) {
        return sockets.names().contains(name) ? describe(sockets.spec(name)) : null;
    }

    /**
     * Changes the state of a listener.
     *
     * @param state PAUSED, RESUMED, STOPPED or STARTED
     */
    @WriteOperation
    public void change(@Selector String name, String state) {
        ZmqListenerContainer container = registry.getListenerContainer(name);
        if (container == null) {
            String text = "listener '" + name + "' is unknown, allowed: " + registry.getListenerContainerIds();
            throw new InvalidEndpointRequestException(text, text);
        }
        switch (state) {
            case "PAUSED" -> container.pause();
            case "RESUMED" -> container.resume();
            case "STOPPED" -> container.stop();
            case "STARTED" -> container.start();
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
                open && stats != null ? ports(stats.bound()) : List.of(),
                open && stats != null ? topics(stats.subscriptions()) : spec.subscribe(),
                mechanism(spec.config().security()),
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

    private static List<Integer> ports(List<String> bound) {
        return bound.stream()
                .filter(endpoint -> endpoint.startsWith("tcp:"))
                .map(endpoint -> Integer.valueOf(endpoint.substring(endpoint.lastIndexOf(':') + 1)))
                .toList();
    }

    private static List<String> topics(List<byte[]> subscriptions) {
        return subscriptions.stream()
                .map(topic -> new String(topic, StandardCharsets.UTF_8))
                .toList();
    }

    /** The name alone, whatever the mechanism: its credentials are nobody's business here. */
    private static String mechanism(Security security) {
        return security instanceof Security.None ? "NULL" : security.getClass().getSimpleName();
    }

    private static ZmqDescriptor.PeerDescriptor describe(SocketStats.Peer peer) {
        return new ZmqDescriptor.PeerDescriptor(
                peer.endpoint(), peer.address(), peer.state().name(), peer.since(), peer.reconnects());
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
