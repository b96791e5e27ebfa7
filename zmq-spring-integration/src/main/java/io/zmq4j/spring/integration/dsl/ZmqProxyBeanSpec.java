package io.zmq4j.spring.integration.dsl;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.channel.ZmqProxyBean;
import io.zmq4j.spring.integration.support.AdapterSocket;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.dsl.IntegrationComponentSpec;

/** Builds a {@link ZmqProxyBean}. Each of its sockets is declared here, or is a named one. */
public class ZmqProxyBeanSpec extends IntegrationComponentSpec<ZmqProxyBeanSpec, ZmqProxyBean> {

    private final ZmqContext context;
    private @Nullable Supplier<AdapterSocket> frontend;
    private @Nullable Supplier<AdapterSocket> backend;

    ZmqProxyBeanSpec(ZmqContext context) {
        this.context = context;
        this.target = new ZmqProxyBean(context, () -> require(frontend, "frontend"), () -> require(backend, "backend"));
    }

    private AdapterSocket require(@Nullable Supplier<AdapterSocket> socket, String part) {
        if (socket == null) {
            throw new IllegalStateException(
                    "proxy '" + target.getName() + "' has no " + part + ", allowed: one of its own, or a named socket");
        }
        return socket.get();
    }

    /** The name of the proxy. */
    @Override
    public ZmqProxyBeanSpec id(String id) {
        target.setBeanName(id);
        return super.id(id);
    }

    /** One of the sockets between which messages pass; it needs an endpoint at least. */
    public ZmqProxyBeanSpec frontend(SocketType type, Consumer<ZmqSocketSpec.Builder> declaration) {
        frontend = own("frontend", type, declaration);
        return this;
    }

    /** One of the sockets between which messages pass. */
    public ZmqProxyBeanSpec frontend(ZmqSockets sockets, String socketName) {
        frontend = () -> AdapterSocket.named(sockets, socketName);
        return this;
    }

    /** The other one; it needs an endpoint at least. */
    public ZmqProxyBeanSpec backend(SocketType type, Consumer<ZmqSocketSpec.Builder> declaration) {
        backend = own("backend", type, declaration);
        return this;
    }

    /** The other one; the same as the frontend = messages pass from peer to peer. */
    public ZmqProxyBeanSpec backend(ZmqSockets sockets, String socketName) {
        backend = () -> AdapterSocket.named(sockets, socketName);
        return this;
    }

    /** What is sent a copy of every message, if it has room for it: PUB, XPUB, PUSH, PAIR or DEALER. */
    public ZmqProxyBeanSpec capture(SocketType type, Consumer<ZmqSocketSpec.Builder> declaration) {
        target.setCapture(own("capture", type, declaration));
        return this;
    }

    /** What is sent a copy of every message, if it has room for it. */
    public ZmqProxyBeanSpec capture(ZmqSockets sockets, String socketName) {
        target.setCapture(sockets, socketName);
        return this;
    }

    /** When it starts and stops. */
    public ZmqProxyBeanSpec phase(int phase) {
        target.setPhase(phase);
        return this;
    }

    /** Whether it starts with the application; true by default. */
    public ZmqProxyBeanSpec autoStartup(boolean autoStartup) {
        target.setAutoStartup(autoStartup);
        return this;
    }

    private Supplier<AdapterSocket> own(String part, SocketType type, Consumer<ZmqSocketSpec.Builder> declaration) {
        return () -> AdapterSocket.own(context, () -> {
            String name = target.getName().replaceAll("[/\\s]+", "-") + "." + part;
            ZmqSocketSpec.Builder spec = ZmqSocketSpec.builder(name, type);
            declaration.accept(spec);
            return spec.build();
        });
    }
}
