package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.ZmqSocketListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Adds the listener beans to the sockets, the application's own ones included, before any of them can be opened. */
final class SocketListenerBeanPostProcessor implements BeanPostProcessor {

    private final ObjectProvider<ZmqSocketListener> listeners;

    SocketListenerBeanPostProcessor(ObjectProvider<ZmqSocketListener> listeners) {
        this.listeners = listeners;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof DefaultZmqSockets sockets) {
            listeners.orderedStream().forEach(sockets::addListener);
        }
        return bean;
    }
}
