package io.zmq4j.spring.boot.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Times the calls of listeners, as {@code zmq.listener}. */
public final class ZmqListenerTimer implements ZmqListenerObserver {

    private final Supplier<@Nullable MeterRegistry> registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String listener, String socket, String exception) {}

    /** @param registry asked with every message, as listeners may run before it is there; null = not yet */
    public ZmqListenerTimer(Supplier<@Nullable MeterRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public void processed(ZmqListenerContainer container, long nanos, @Nullable Throwable failure) {
        MeterRegistry target = registry.get();
        if (target == null) {
            return;
        }
        String exception = failure == null ? "none" : failure.getClass().getSimpleName();
        Key key = new Key(container.getId(), container.getEndpoint().socket(), exception);
        timers.computeIfAbsent(key, each -> create(target, each)).record(nanos, TimeUnit.NANOSECONDS);
    }

    private static Timer create(MeterRegistry registry, Key key) {
        return Timer.builder("zmq.listener")
                .description("Time that listeners take for a message")
                .tags(Tags.of(
                        "name",
                        key.listener(),
                        "socket",
                        key.socket(),
                        "result",
                        key.exception().equals("none") ? "success" : "failure",
                        "exception",
                        key.exception()))
                .register(registry);
    }
}
