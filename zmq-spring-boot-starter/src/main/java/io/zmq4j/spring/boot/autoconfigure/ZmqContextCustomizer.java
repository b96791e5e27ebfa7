package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.ContextConfig;

/** Changes how the {@link io.zmq4j.ZmqContext} is built. Beans of this type are called in their order. */
@FunctionalInterface
public interface ZmqContextCustomizer {

    void customize(ContextConfig.Builder builder);
}
