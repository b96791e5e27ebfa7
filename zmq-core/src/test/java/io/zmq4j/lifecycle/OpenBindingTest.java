package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A socket that everybody can reach and that protects nothing is told of in the log. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class OpenBindingTest {

    private static final Logger LOGGER = Logger.getLogger(ZmqContext.class.getName());

    private final List<String> warnings = new ArrayList<>();
    private final Handler handler = new Warnings();

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stop() {
        LOGGER.removeHandler(handler);
    }

    private String bind(SocketType type, String endpoint, UnaryOperator<SocketConfigBuilder> options) {
        return sockets.socket(type, options).bind(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://*:*", "tcp://0.0.0.0:*", "tcp://[::]:*"})
    void shouldBeToldOncePerContext(String endpoint) {
        String bound = bind(SocketType.PULL, endpoint, options -> options);
        bind(SocketType.PUB, endpoint, options -> options);
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0)).startsWith(bound + " is open to everybody");
        try (TestSockets others = new TestSockets()) {
            others.socket(SocketType.PULL).bind(endpoint);
        }
        assertThat(warnings).hasSize(2);
    }

    @Test
    void shouldNotBeToldOfWhatIsProtectedOrNotReachable() {
        bind(SocketType.PULL, "tcp://127.0.0.1:*", options -> options);
        bind(SocketType.PULL, "ipc://*", options -> options);
        bind(SocketType.PULL, "tcp://*:*", options -> options.zapDomain("house"));
        bind(SocketType.PULL, "tcp://*:*", options -> options.security(Security.plainServer()));
        bind(SocketType.PULL, "tcp://*:*", options -> options.security(Security.curveServer(CurveKeys.generate())));
        bind(SocketType.STREAM, "tcp://*:*", options -> options);
        assertThat(warnings).isEmpty();
    }

    private final class Warnings extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
