package io.zmq4j.spring.listener;

/**
 * Changes what listener containers are made of, annotated ones as well. Beans of this type are called in their order, for
 * every container of the starter's factory.
 */
@FunctionalInterface
public interface ZmqListenerContainerCustomizer {

    /** @return the endpoint to use, this one or one made with {@link ZmqListenerEndpoint#toBuilder()} */
    ZmqListenerEndpoint customize(ZmqListenerEndpoint endpoint);
}
