package io.zmq4j.spring.boot.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqSocketDeclarer;
import io.zmq4j.spring.boot.metrics.ZmqProxyMetrics;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.proxy.ZmqProxies;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The proxies of {@code zmq.proxies}. */
@AutoConfiguration(after = ZmqAutoConfiguration.class)
@ConditionalOnBean({ZmqContext.class, ZmqSockets.class, ZmqProperties.class})
public final class ZmqProxyAutoConfiguration {

    ZmqProxyAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ZmqProxies zmqProxies(
            ZmqContext context,
            ZmqSockets sockets,
            ZmqListenerEndpointRegistry listeners,
            ZmqSocketDeclarer declarer,
            ZmqProperties properties) {
        return new ZmqProxies(
                context,
                sockets,
                new SoleReader(listeners),
                new ProxySpecs(sockets, declarer).create(properties.getProxies()));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterBinder.class)
    static class MetricsConfiguration {

        @Bean
        @ConditionalOnMissingBean
        ZmqProxyMetrics zmqProxyMetrics(ZmqProxies proxies) {
            return new ZmqProxyMetrics(proxies);
        }
    }
}
