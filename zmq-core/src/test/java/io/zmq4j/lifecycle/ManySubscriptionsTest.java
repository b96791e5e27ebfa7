package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Subscriptions do not count against any mark, and none is lost, however often a publisher goes and comes. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class ManySubscriptionsTest {

    private static final int TOPICS = Scale.of("subscriptions", 100_000);
    private static final int RESTARTS = 10;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @Test
    void shouldTellEveryNewPublisherOfAllSubscriptions() {
        ZmqSocket pub = sockets.bound(SocketType.PUB, Transport.TCP, options -> options.receiveHwm(10));
        String endpoint = TestSockets.endpointOf(pub);
        ZmqSocket sub =
                sockets.socket(SocketType.SUB, options -> options.sendHwm(10).receiveHwm(10));
        sub.connect(endpoint);
        for (int i = 0; i < TOPICS; i++) {
            sub.subscribe("topic " + i);
        }
        for (int restart = 0; ; restart++) {
            ZmqSocket current = pub;
            Waiting.until("all topics are known", () -> current.topicsCount() == TOPICS);
            current.send(Msg.of("topic " + (TOPICS - 1 - restart)));
            TestSockets.assertReceives(sub, "topic " + (TOPICS - 1 - restart));
            if (restart == RESTARTS) {
                break;
            }
            current.close();
            pub = sockets.socket(SocketType.PUB, options -> options.receiveHwm(10));
            pub.bind(endpoint);
        }
        assertThat(sub.stats().disconnects()).isEqualTo(RESTARTS);
        assertThat(sub.stats().droppedTotal()).isZero();
        assertThat(sub.topicsCount()).isEqualTo(TOPICS);
    }

    @OverTransports
    void shouldTellAPublisherThatConnectsOfAllSubscriptions(Transport transport) {
        ZmqSocket sub = sockets.bound(SocketType.SUB, transport, options -> options.sendHwm(10));
        int topics = TOPICS / 10;
        for (int i = 0; i < topics; i++) {
            sub.subscribe("topic " + i);
        }
        ZmqSocket pub = sockets.connected(SocketType.PUB, sub, options -> options.receiveHwm(10));
        Waiting.until("all topics are known", () -> {
            assertThat(sub.tryReceive()).isNull();
            return pub.topicsCount() == topics;
        });
    }
}
