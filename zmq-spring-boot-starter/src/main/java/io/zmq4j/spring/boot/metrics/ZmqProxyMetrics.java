package io.zmq4j.spring.boot.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zmq4j.Proxy.Statistics;
import io.zmq4j.spring.proxy.ZmqProxies;
import io.zmq4j.spring.proxy.ZmqProxy;
import java.util.function.ToLongFunction;

/** What each proxy has passed on, as counters that cost nothing until they are read. */
public final class ZmqProxyMetrics implements MeterBinder {

    private final ZmqProxies proxies;

    public ZmqProxyMetrics(ZmqProxies proxies) {
        this.proxies = proxies;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (ZmqProxy proxy : proxies.all()) {
            Tags tags = Tags.of("proxy", proxy.spec().name());
            Tags toBackend = tags.and("direction", "to_backend");
            Tags toFrontend = tags.and("direction", "to_frontend");
            messages(registry, toBackend, proxy, Statistics::toBackend);
            messages(registry, toFrontend, proxy, Statistics::toFrontend);
            bytes(registry, toBackend, proxy, Statistics::toBackendBytes);
            bytes(registry, toFrontend, proxy, Statistics::toFrontendBytes);
        }
    }

    private static void messages(MeterRegistry registry, Tags tags, ZmqProxy proxy, ToLongFunction<Statistics> value) {
        FunctionCounter.builder("zmq.proxy.messages", proxy, each -> value.applyAsLong(each.statistics()))
                .tags(tags)
                .description("Messages passed on by a proxy")
                .register(registry);
    }

    private static void bytes(MeterRegistry registry, Tags tags, ZmqProxy proxy, ToLongFunction<Statistics> value) {
        FunctionCounter.builder("zmq.proxy.bytes", proxy, each -> value.applyAsLong(each.statistics()))
                .tags(tags)
                .description("Bytes of the frames passed on by a proxy")
                .baseUnit("bytes")
                .register(registry);
    }
}
