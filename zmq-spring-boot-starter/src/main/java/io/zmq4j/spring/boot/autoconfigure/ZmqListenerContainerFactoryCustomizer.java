package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.listener.ZmqListenerContainerFactory;

/**
 * Changes the {@link ZmqListenerContainerFactory} of the starter before its first container. Beans of this type are
 * called in their order.
 */
@FunctionalInterface
public interface ZmqListenerContainerFactoryCustomizer {

    void customize(ZmqListenerContainerFactory factory);
}
