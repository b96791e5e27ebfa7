package io.zmq4j.internal.socket;

import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.internal.reactor.FailureHandler;
import java.time.Duration;
import java.util.function.Consumer;

/** Passes the events of a monitor on to a listener until there are no more. Runs on a thread of its own. */
final class MonitorLoop implements Runnable {

    private static final Duration NO_LIMIT = Duration.ofSeconds(-1);

    private final SocketMonitor monitor;
    private final Consumer<? super SocketEvent> listener;
    private final FailureHandler failures;

    MonitorLoop(SocketMonitor monitor, Consumer<? super SocketEvent> listener, FailureHandler failures) {
        this.monitor = monitor;
        this.listener = listener;
        this.failures = failures;
    }

    @Override
    public void run() {
        try (monitor) {
            SocketEvent event;
            while ((event = monitor.next(NO_LIMIT)) != null) {
                tell(event);
            }
        } catch (ZmqInterruptedException e) {
            failures.onFailure(listener, e);
        }
    }

    private void tell(SocketEvent event) {
        try {
            listener.accept(event);
        } catch (RuntimeException | Error e) {
            failures.onFailure(listener, e);
        }
    }
}
