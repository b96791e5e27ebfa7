package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.boot.actuate.ZmqEndpoint;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.proxy.ZmqProxies;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The actuator endpoint {@code zmq}. */
@AutoConfiguration(after = {ZmqAutoConfiguration.class, ZmqProxyAutoConfiguration.class})
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean({ZmqContext.class, ZmqSockets.class})
@ConditionalOnAvailableEndpoint(ZmqEndpoint.class)
public final class ZmqEndpointAutoConfiguration {

    ZmqEndpointAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ZmqEndpoint zmqEndpoint(
            ZmqContext context,
            ZmqSockets sockets,
            ZmqSocketTracker tracker,
            ZmqListenerEndpointRegistry registry,
            ObjectProvider<ZmqProxies> proxies) {
        return new ZmqEndpoint(context, sockets, tracker, registry, proxies.getIfAvailable());
    }
}
