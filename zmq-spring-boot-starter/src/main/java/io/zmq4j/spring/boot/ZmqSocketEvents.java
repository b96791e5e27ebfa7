package io.zmq4j.spring.boot;

import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.BoundPorts;
import io.zmq4j.spring.ZmqSocketListener;
import io.zmq4j.spring.ZmqSocketSpec;
import java.util.List;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Tells of every binding of the named sockets. What others do with an event is no reason not to open a socket. */
public final class ZmqSocketEvents implements ZmqSocketListener {

    private static final Log LOG = LogFactory.getLog(ZmqSocketEvents.class);

    private final Consumer<ZmqSocketBoundEvent> publisher;

    public ZmqSocketEvents(Consumer<ZmqSocketBoundEvent> publisher) {
        this.publisher = publisher;
    }

    @Override
    public void onOpened(ZmqSocketSpec spec, ZmqSocket socket) {
        for (String endpoint : socket.boundEndpoints()) {
            List<Integer> ports = BoundPorts.of(List.of(endpoint));
            publish(new ZmqSocketBoundEvent(spec.name(), endpoint, ports.isEmpty() ? 0 : ports.get(0)));
        }
    }

    private void publish(ZmqSocketBoundEvent event) {
        try {
            publisher.accept(event);
        } catch (RuntimeException e) {
            LOG.error("an application listener failed on " + event, e);
        }
    }
}
