package io.zmq4j.spring.boot;

import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSocketListener;
import io.zmq4j.spring.ZmqSocketSpec;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Passes on the events of every named socket. Each open socket has a thread here that waits for them and ends with it;
 * what the application does with an event holds up no other socket, and no message.
 */
public final class ZmqConnectionEvents implements ZmqSocketListener {

    private static final Log LOG = LogFactory.getLog(ZmqConnectionEvents.class);
    private static final Duration NO_LIMIT = Duration.ofSeconds(-1);

    private final Consumer<ZmqConnectionEvent> publisher;

    public ZmqConnectionEvents(Consumer<ZmqConnectionEvent> publisher) {
        this.publisher = publisher;
    }

    @Override
    public void onOpened(ZmqSocketSpec spec, ZmqSocket socket) {
        SocketMonitor monitor = socket.monitor();
        Thread thread = new Thread(() -> passOn(spec.name(), monitor), "zmq-events-" + spec.name());
        thread.setDaemon(true);
        thread.start();
    }

    private void passOn(String name, SocketMonitor monitor) {
        try (monitor) {
            SocketEvent event = monitor.next(NO_LIMIT);
            while (event != null) {
                publish(new ZmqConnectionEvent(name, event));
                event = monitor.next(NO_LIMIT);
            }
        } catch (ZmqException e) {
            LOG.warn("socket '" + name + "': its events can no longer be read", e);
        }
    }

    private void publish(ZmqConnectionEvent event) {
        try {
            publisher.accept(event);
        } catch (RuntimeException e) {
            LOG.error("an application listener failed on " + event, e);
        }
    }
}
