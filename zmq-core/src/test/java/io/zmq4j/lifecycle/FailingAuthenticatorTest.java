package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticator.Decision;
import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An authenticator that does anything but decide lets nobody in, and harms nothing else. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class FailingAuthenticatorTest {

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();

    private static TestSockets sockets(Authenticator authenticator) {
        return new TestSockets(
                ContextConfig.builder().authenticator(authenticator).build());
    }

    private static SocketConfigBuilder server(SocketConfigBuilder options, String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> options.security(Security.plainServer());
            case "CURVE" -> options.security(Security.curveServer(SERVER));
            default -> options.zapDomain("house");
        };
    }

    private static Security client(String mechanism) {
        return switch (mechanism) {
            case "PLAIN" -> Security.plainClient("ann", "hunter2");
            case "CURVE" -> Security.curveClient(CLIENT, SERVER.publicKey());
            default -> Security.none();
        };
    }

    private static SocketEvent.HandshakeFailed awaitRefusal(SocketMonitor monitor) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.HandshakeFailed failed)) {
            assertThat(event).as("an event of the refusal").isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        return failed;
    }

    @SuppressWarnings("NullAway") // it is what the test is about
    private static Decision nothing() {
        return null;
    }

    static Stream<Arguments> failing() {
        return Stream.of(
                Arguments.of("null", (Authenticator) request -> nothing()),
                Arguments.of("RuntimeException", (Authenticator) request -> {
                    throw new IllegalStateException("broken");
                }),
                Arguments.of("checked exception", (Authenticator) request -> {
                    throw new IOException("broken");
                }),
                Arguments.of("without a message", (Authenticator) request -> {
                    throw new NullPointerException();
                }),
                Arguments.of("InterruptedException", (Authenticator) request -> {
                    throw new InterruptedException();
                }),
                Arguments.of("AssertionError", (Authenticator) request -> {
                    throw new AssertionError("broken");
                }),
                Arguments.of("LinkageError", (Authenticator) request -> {
                    throw new NoClassDefFoundError("broken");
                }),
                Arguments.of("StackOverflowError", (Authenticator) request -> {
                    throw new StackOverflowError();
                }),
                Arguments.of("wrong credentials", (Authenticator) request -> {
                    boolean plain = request.mechanism().equals("PLAIN");
                    return Decision.accept(plain ? request.clientKey() : request.password());
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failing")
    void shouldLetNobodyIn(String name, Authenticator authenticator) {
        try (TestSockets sockets = sockets(authenticator)) {
            for (String mechanism : List.of("NULL", "PLAIN", "CURVE")) {
                ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> server(options, mechanism));
                SocketMonitor monitor = pull.monitor();
                ZmqSocket push =
                        sockets.connected(SocketType.PUSH, pull, options -> options.security(client(mechanism)));
                push.send(Msg.of("never"));
                SocketEvent.HandshakeFailed refusal = awaitRefusal(monitor);
                assertThat(refusal.code()).as(mechanism).isEqualTo(500);
                assertThat(refusal.reason()).doesNotContain("hunter2");
                assertThat(pull.receive(Duration.ZERO)).isNull();
                assertThat(pull.stats().connects()).isZero();
                push.close();
                pull.close();
            }
        }
    }

    @Test
    void shouldInterruptTheAuthenticatorWhenTheContextCloses() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicBoolean quick = new AtomicBoolean();
        TestSockets sockets = sockets(request -> {
            asked.countDown();
            try {
                new CountDownLatch(1).await();
                return Decision.accept("");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        try {
            ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> server(options, "PLAIN"));
            sockets.connected(SocketType.PUSH, pull, options -> options.security(client("PLAIN")));
            asked.await();
        } finally {
            long before = System.nanoTime();
            sockets.close();
            quick.set(System.nanoTime() - before < Duration.ofSeconds(5).toNanos());
        }
        assertThat(quick).as("closed within 5 s").isTrue();
        Waiting.until("the authenticator is interrupted", () -> interrupted.getCount() == 0);
    }

    @Test
    void shouldLetOthersInWhileSomeAreNotDecidedOn() {
        CountDownLatch end = new CountDownLatch(1);
        try (TestSockets sockets = sockets(request -> {
            if (request.username().equals("slow")) {
                end.await();
            }
            return Decision.accept(request.username());
        })) {
            ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP, options -> server(options, "PLAIN"));
            for (int i = 0; i < 10; i++) {
                sockets.connected(SocketType.PUSH, pull, options -> options.security(Security.plainClient("slow", "")));
            }
            sockets.connected(SocketType.PUSH, pull, options -> options.security(client("PLAIN")))
                    .send(Msg.of("hello"));
            TestSockets.assertReceives(pull, "hello");
            assertThat(pull.stats().connects()).isOne();
            end.countDown();
            TestSockets.awaitPeers(pull, 11);
        }
    }
}
