package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.Authenticator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.io.ApplicationResourceLoader;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ResourceLoader;

/** Who protects and decides on the connections of the declared sockets. */
@Configuration(proxyBeanMethods = false)
class ZmqSecurityConfiguration {

    @Bean
    @ConditionalOnMissingBean(ZmqConnectionDetails.class)
    PropertiesZmqConnectionDetails zmqConnectionDetails(ZmqProperties properties) {
        return new PropertiesZmqConnectionDetails(properties);
    }

    @Bean
    TlsBundles zmqTlsBundles(ObjectProvider<SslBundles> bundles) {
        return new TlsBundles(bundles.getIfAvailable());
    }

    @Bean
    SecurityResolver zmqSecurityResolver(
            ZmqProperties properties,
            ZmqConnectionDetails details,
            ResourceLoader loader,
            ObjectProvider<Authenticator> authenticator) {
        // several are an error: that one of them was passed over would let in whom it refuses
        return new SecurityResolver(
                properties,
                details,
                new KeyResources(ApplicationResourceLoader.get(loader, true)),
                authenticator.getIfAvailable());
    }
}
