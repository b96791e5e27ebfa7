package io.zmq4j.spring.boot.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.zmq4j.spring.template.ZmqTemplateCall;
import io.zmq4j.spring.template.ZmqTemplateObserver;
import io.zmq4j.spring.template.ZmqTemplateOperation;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Times what templates send and request, as {@code zmq.template}. */
public final class ZmqTemplateTimer implements ZmqTemplateObserver {

    private static final ZmqTemplateCall NOT_TIMED = failure -> {};

    private final Supplier<@Nullable MeterRegistry> registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String template, String socket, ZmqTemplateOperation.Kind kind, String exception) {}

    /** @param registry asked with every message, as templates may send before it is there; null = not yet */
    public ZmqTemplateTimer(Supplier<@Nullable MeterRegistry> registry) {
        this.registry = registry;
    }

    @Override
    public ZmqTemplateCall started(ZmqTemplateOperation operation) {
        MeterRegistry target = registry.get();
        if (target == null) {
            return NOT_TIMED;
        }
        long start = System.nanoTime();
        return failure -> {
            long nanos = System.nanoTime() - start;
            String exception = failure == null ? "none" : failure.getClass().getSimpleName();
            Key key = new Key(operation.template(), operation.spec().name(), operation.kind(), exception);
            timers.computeIfAbsent(key, each -> create(target, each)).record(nanos, TimeUnit.NANOSECONDS);
        };
    }

    private static Timer create(MeterRegistry registry, Key key) {
        return Timer.builder("zmq.template")
                .description("Time until a message was taken, or a reply was there")
                .tags(Tags.of(
                        "name",
                        key.template(),
                        "socket",
                        key.socket(),
                        "operation",
                        key.kind().name().toLowerCase(Locale.ROOT),
                        "result",
                        key.exception().equals("none") ? "success" : "failure",
                        "exception",
                        key.exception()))
                .register(registry);
    }
}
