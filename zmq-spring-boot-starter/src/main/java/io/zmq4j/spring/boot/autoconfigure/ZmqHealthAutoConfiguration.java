package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.boot.health.PeerRule;
import io.zmq4j.spring.boot.health.ZmqHealthContributor;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.proxy.ZmqProxies;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** The health of the sockets, as component {@code zmq}. */
@AutoConfiguration(
        after = {ZmqAutoConfiguration.class, ZmqProxyAutoConfiguration.class},
        beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean({ZmqContext.class, ZmqSockets.class})
@ConditionalOnEnabledHealthIndicator("zmq")
public final class ZmqHealthAutoConfiguration {

    ZmqHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = {"zmqHealthIndicator", "zmqHealthContributor"})
    ZmqHealthContributor zmqHealthContributor(
            ZmqContext context,
            ZmqSockets sockets,
            ZmqSocketTracker tracker,
            ZmqListenerEndpointRegistry registry,
            ObjectProvider<ZmqProxies> proxies,
            ZmqProperties properties) {
        Map<String, PeerRule> rules = new LinkedHashMap<>();
        properties.getSockets().forEach((name, socket) -> rules.put(name, rule(name, socket.getHealth())));
        return new ZmqHealthContributor(context, sockets, tracker, registry, proxies.getIfAvailable(), rules);
    }

    private static PeerRule rule(String name, SocketProperties.HealthOptions health) {
        String prefix = "zmq.sockets." + name + ".health";
        if (health.minPeers() < 0) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".min-peers", health.minPeers(), "allowed: from 0, where 0 = peers do not count");
        }
        if (health.grace().isNegative()) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".grace", health.grace(), "allowed: zero or more");
        }
        return new PeerRule(health.minPeers(), health.grace());
    }
}
