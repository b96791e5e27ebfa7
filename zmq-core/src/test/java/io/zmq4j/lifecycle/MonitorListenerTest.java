package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Listeners of events that fail. */
@ExtendWith(LeakGate.class)
class MonitorListenerTest {

    private static final Logger LIBRARY = Logger.getLogger(ZmqContext.class.getName());

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
    private final Handler log = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listenToTheLog() {
        LIBRARY.addHandler(log);
        // what is expected here is no news to who reads the output of the tests
        LIBRARY.setUseParentHandlers(false);
    }

    @AfterEach
    void leaveTheLog() {
        LIBRARY.setUseParentHandlers(true);
        LIBRARY.removeHandler(log);
    }

    @Test
    void shouldBeToldOfTheNextEventWhenItHasThrown() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        List<SocketEvent> events = new CopyOnWriteArrayList<>();
        pull.monitor(event -> {
            events.add(event);
            if (events.size() % 2 == 0) {
                throw new IllegalStateException("expected by the test");
            }
            throw new AssertionError("expected by the test");
        });
        String endpoint = pull.bind(Transport.TCP.endpoint());
        try (ZmqSocket push = sockets.connected(SocketType.PUSH, pull)) {
            push.send(Msg.of("hello"));
            TestSockets.assertReceives(pull, "hello");
        }
        Waiting.until("the end of the connection", () -> events.stream()
                .anyMatch(SocketEvent.Disconnected.class::isInstance));
        pull.close();
        Waiting.until("the last event", () -> logged.size() == 6);
        assertThat(events)
                .hasExactlyElementsOfTypes(
                        SocketEvent.Listening.class,
                        SocketEvent.Accepted.class,
                        SocketEvent.HandshakeSucceeded.class,
                        SocketEvent.Disconnected.class,
                        SocketEvent.Closed.class,
                        SocketEvent.MonitorStopped.class);
        assertThat(events.get(0).endpoint()).isEqualTo(endpoint);
        assertThat(logged).allSatisfy(entry -> {
            assertThat(entry.getLevel()).isEqualTo(Level.SEVERE);
            assertThat(entry.getThrown()).hasMessage("expected by the test");
        });
    }
}
