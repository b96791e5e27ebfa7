package io.zmq4j.spring.boot.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zmq4j.DropReason;
import io.zmq4j.PeerLimit;
import io.zmq4j.SocketStats;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.listener.ZmqListenerStats;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/** Counters and gauges of every socket that was opened, and of every listener. */
public final class ZmqMetrics implements MeterBinder, ApplicationListener<ContextRefreshedEvent> {

    private final ZmqSocketTracker tracker;
    private final ZmqListenerEndpointRegistry listeners;
    private final ToLongFunction<String> lateReplies;
    /** The listeners that each registry has meters of. */
    private final Map<MeterRegistry, Set<String>> registries = new ConcurrentHashMap<>();

    /** @param lateReplies replies that came too late, by the name of the socket, beside those that the socket counts */
    public ZmqMetrics(
            ZmqSocketTracker tracker, ZmqListenerEndpointRegistry listeners, ToLongFunction<String> lateReplies) {
        this.tracker = tracker;
        this.listeners = listeners;
        this.lateReplies = lateReplies;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.put(registry, ConcurrentHashMap.newKeySet());
        tracker.onEachSocket(spec -> bindSocket(registry, spec));
        bindListeners();
    }

    /** By now every listener is there, whichever of them and the registry came first. */
    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        bindListeners();
    }

    private void bindListeners() {
        registries.forEach((registry, bound) -> {
            for (ZmqListenerContainer container : listeners.getListenerContainers()) {
                if (bound.add(container.getId())) {
                    bindListener(registry, container);
                }
            }
        });
    }

    private void bindSocket(MeterRegistry registry, ZmqSocketSpec spec) {
        String name = spec.name();
        Tags socket = Tags.of("socket", name);
        Tags typed = socket.and("type", spec.type().name().toLowerCase(Locale.ROOT));
        Tags sent = typed.and("direction", "sent");
        Tags received = typed.and("direction", "received");
        counter(registry, "zmq.socket.messages", sent, "Messages sent and received", name, SocketStats::messagesSent);
        counter(
                registry,
                "zmq.socket.messages",
                received,
                "Messages sent and received",
                name,
                SocketStats::messagesReceived);
        bytes(registry, sent, name, SocketStats::bytesSent);
        bytes(registry, received, name, SocketStats::bytesReceived);
        for (DropReason reason : DropReason.values()) {
            counter(
                    registry,
                    "zmq.socket.dropped",
                    typed.and("reason", reason.tag()),
                    "Messages lost, by reason",
                    name,
                    stats -> dropped(stats, reason, name));
        }
        for (PeerLimit limit : PeerLimit.values()) {
            counter(
                    registry,
                    "zmq.socket.limited",
                    socket.and("reason", limit.tag()),
                    "Peers that ran into a limit, by limit",
                    name,
                    stats -> stats.limited().getOrDefault(limit, 0L));
        }
        counter(registry, "zmq.socket.connects", socket, "Completed handshakes", name, SocketStats::connects);
        counter(registry, "zmq.socket.disconnects", socket, "Connections that ended", name, SocketStats::disconnects);
        counter(registry, "zmq.socket.reconnects", socket, "Attempts to connect again", name, SocketStats::reconnects);
        counter(
                registry,
                "zmq.socket.handshake.failures",
                socket,
                "Connections that never became ready",
                name,
                SocketStats::handshakeFailures);
        gauge(registry, "zmq.socket.peers", typed, "Peers that are ready", name, SocketStats::readyPeers);
        gauge(
                registry,
                "zmq.socket.queue.size",
                socket.and("direction", "sent"),
                "Messages that wait",
                name,
                SocketStats::sendQueue);
        gauge(
                registry,
                "zmq.socket.queue.size",
                socket.and("direction", "received"),
                "Messages that wait",
                name,
                SocketStats::receiveQueue);
    }

    private long dropped(SocketStats stats, DropReason reason, String name) {
        long count = stats.dropped().getOrDefault(reason, 0L);
        return reason == DropReason.LATE_REPLY ? count + lateReplies.applyAsLong(name) : count;
    }

    private void counter(
            MeterRegistry registry,
            String meter,
            Tags tags,
            String description,
            String socket,
            ToLongFunction<SocketStats> value) {
        FunctionCounter.builder(meter, tracker, reader(socket, value))
                .tags(tags)
                .description(description)
                .register(registry);
    }

    private void bytes(MeterRegistry registry, Tags tags, String socket, ToLongFunction<SocketStats> value) {
        FunctionCounter.builder("zmq.socket.bytes", tracker, reader(socket, value))
                .tags(tags)
                .description("Bytes of the frames sent and received")
                .baseUnit("bytes")
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry,
            String meter,
            Tags tags,
            String description,
            String socket,
            ToLongFunction<SocketStats> value) {
        Gauge.builder(meter, tracker, reader(socket, value))
                .tags(tags)
                .description(description)
                .register(registry);
    }

    private static ToDoubleFunction<ZmqSocketTracker> reader(String socket, ToLongFunction<SocketStats> value) {
        return source -> {
            SocketStats stats = source.stats(socket);
            return stats == null ? 0 : value.applyAsLong(stats);
        };
    }

    private static void bindListener(MeterRegistry registry, ZmqListenerContainer container) {
        Tags tags = Tags.of(
                "listener", container.getId(), "socket", container.getEndpoint().socket());
        Gauge.builder("zmq.listener.queue.size", container, each -> each.getStats()
                        .queued())
                .tags(tags)
                .description("Messages that wait for a listener")
                .register(registry);
        Gauge.builder("zmq.listener.active", container, each -> each.getStats().inFlight())
                .tags(tags)
                .description("Messages that a listener works on")
                .register(registry);
        count(
                registry,
                container,
                "zmq.listener.retries",
                tags,
                "Attempts after a first one",
                ZmqListenerStats::retried);
        String recovered = "zmq.listener.recovered";
        String description = "Failed messages given to a recoverer, as a dead-letter socket is";
        count(registry, container, recovered, tags.and("result", "success"), description, ZmqListenerStats::recovered);
        count(
                registry,
                container,
                recovered,
                tags.and("result", "failure"),
                description,
                ZmqListenerStats::unrecovered);
    }

    private static void count(
            MeterRegistry registry,
            ZmqListenerContainer container,
            String meter,
            Tags tags,
            String description,
            ToLongFunction<ZmqListenerStats> value) {
        FunctionCounter.builder(meter, container, each -> value.applyAsLong(each.getStats()))
                .tags(tags)
                .description(description)
                .register(registry);
    }
}
