package io.zmq4j.spring.integration;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.TestPorts;
import java.util.function.Supplier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;

/** An application context with flows, without Boot, and a ZeroMQ context for the application and its peers. */
public final class TestFlows implements AutoCloseable {

    public final ZmqContext zmq;
    public final AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();

    private final boolean own;

    public TestFlows() {
        this(ZmqContext.create(), true);
    }

    /** With a context that outlives the application. */
    public TestFlows(ZmqContext zmq) {
        this(zmq, false);
    }

    private TestFlows(ZmqContext zmq, boolean own) {
        this.zmq = zmq;
        this.own = own;
        application.register(Config.class);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Config {}

    public TestFlows flow(String name, Supplier<IntegrationFlow> flow) {
        application.registerBean(name, IntegrationFlow.class, flow);
        return this;
    }

    public TestFlows start() {
        application.refresh();
        return this;
    }

    /** A peer that is connected to a local port. */
    public ZmqSocket connected(SocketType type, int port) {
        return connected(type, TestPorts.endpoint(port));
    }

    /** A peer that is connected to an endpoint. */
    public ZmqSocket connected(SocketType type, String endpoint) {
        ZmqSocket socket = zmq.socket(type);
        socket.connect(endpoint);
        return socket;
    }

    @Override
    public void close() {
        application.close();
        if (own) {
            zmq.close();
        }
    }
}
