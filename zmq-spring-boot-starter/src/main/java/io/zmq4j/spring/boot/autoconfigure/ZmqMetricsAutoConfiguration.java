package io.zmq4j.spring.boot.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.boot.metrics.ZmqListenerTimer;
import io.zmq4j.spring.boot.metrics.ZmqMetrics;
import io.zmq4j.spring.boot.metrics.ZmqTemplateTimer;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.listener.ZmqListenerObserver;
import io.zmq4j.spring.template.ZmqTemplate;
import io.zmq4j.spring.template.ZmqTemplateObserver;
import java.util.function.ToLongFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of the sockets and listeners, where there is a registry. */
@AutoConfiguration(
        after = {ZmqAutoConfiguration.class, ZmqObservationAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass({MeterRegistry.class, MeterBinder.class})
@ConditionalOnBean({MeterRegistry.class, ZmqSockets.class})
public final class ZmqMetricsAutoConfiguration {

    ZmqMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ZmqMetrics zmqMetrics(
            ZmqSocketTracker tracker, ZmqListenerEndpointRegistry listeners, ObjectProvider<ZmqTemplate> templates) {
        // the template is asked for late: meters must not be what creates it
        ToLongFunction<String> lateReplies = socket -> {
            ZmqTemplate template = templates.getIfUnique();
            return template == null ? 0 : template.lateReplies(socket);
        };
        return new ZmqMetrics(tracker, listeners, lateReplies);
    }

    @Bean
    @ConditionalOnMissingBean(ZmqListenerObserver.class)
    ZmqListenerTimer zmqListenerTimer(ObjectProvider<MeterRegistry> registry) {
        return new ZmqListenerTimer(registry::getIfUnique);
    }

    @Bean
    @ConditionalOnMissingBean(ZmqTemplateObserver.class)
    ZmqTemplateTimer zmqTemplateTimer(ObjectProvider<MeterRegistry> registry) {
        return new ZmqTemplateTimer(registry::getIfUnique);
    }
}
