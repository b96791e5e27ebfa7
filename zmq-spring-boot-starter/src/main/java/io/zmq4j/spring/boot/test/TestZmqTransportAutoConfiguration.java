package io.zmq4j.spring.boot.test;

import io.zmq4j.spring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmq4j.spring.boot.autoconfigure.ZmqSocketCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;

/** Part of a context only where a test asks for it, see {@link AutoConfigureTestZmqTransport}. */
@AutoConfiguration(before = ZmqAutoConfiguration.class)
public final class TestZmqTransportAutoConfiguration {

    TestZmqTransportAutoConfiguration() {}

    /** After those of the application, which may change endpoints. */
    @Bean
    @Order
    ZmqSocketCustomizer zmqTestTransportCustomizer() {
        return new InprocEndpoints();
    }
}
