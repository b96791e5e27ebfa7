package io.zmq4j.spring.boot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.listener.ZmqListenerObserver;
import io.zmq4j.spring.observation.ObservedListener;
import io.zmq4j.spring.observation.ObservedTemplate;
import io.zmq4j.spring.observation.ZmqListenerObservationConvention;
import io.zmq4j.spring.observation.ZmqTemplateObservationConvention;
import io.zmq4j.spring.template.ZmqTemplateObserver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Observations of templates and listeners, where they are asked for and there is a registry. */
@AutoConfiguration(
        after = ZmqAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ObservationRegistry.class, ZmqSockets.class})
public final class ZmqObservationAutoConfiguration {

    ZmqObservationAutoConfiguration() {}

    @Bean
    @ConditionalOnBooleanProperty("zmq.template.observation-enabled")
    @ConditionalOnMissingBean(ZmqTemplateObserver.class)
    ObservedTemplate zmqObservedTemplate(
            ObservationRegistry registry, ObjectProvider<ZmqTemplateObservationConvention> convention) {
        return new ObservedTemplate(registry, convention.getIfUnique());
    }

    @Bean
    @ConditionalOnBooleanProperty("zmq.listener.observation-enabled")
    @ConditionalOnMissingBean(ZmqListenerObserver.class)
    ObservedListener zmqObservedListener(
            ObservationRegistry registry, ObjectProvider<ZmqListenerObservationConvention> convention) {
        return new ObservedListener(registry, convention.getIfUnique());
    }
}
