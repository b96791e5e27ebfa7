package io.zmq4j.scale;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many endpoints of one socket, taken back one by one. Nobody listens there, so that nothing else costs much. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class DisconnectScaleTest {

    private static final String DISCONNECT = "disconnect, ns";
    private static final int FEWEST = 100;
    private static final int MOST = 10_000;
    private static final int ROUNDS = 2;

    /** Less than a look at each of so many. */
    private static final long HARMLESS_NANOS = 15_000;

    @Test
    @Timeout(120)
    void shouldCostNoMoreToTakeAnEndpointBackWhenThereAreMany() {
        Curve curve = new Curve("endpoints");
        connectAndDisconnect(FEWEST, new Curve("to warm up"));
        for (int round = 0; round < ROUNDS; round++) {
            connectAndDisconnect(FEWEST, curve);
            connectAndDisconnect(MOST, curve);
        }
        curve.print();
        curve.assertFlat(DISCONNECT, HARMLESS_NANOS);
    }

    private static void connectAndDisconnect(int size, Curve curve) {
        try (TestSockets sockets = new TestSockets()) {
            Duration never = Duration.ofMinutes(10);
            ZmqSocket push = sockets.socket(
                    SocketType.PUSH, options -> options.reconnectInterval(never).reconnectMaxInterval(never));
            List<String> endpoints = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                endpoints.add("tcp://127.1." + i / 250 + "." + (i % 250 + 1) + ":1");
            }
            endpoints.forEach(push::connect);
            Waiting.until("every attempt is over", () -> push.stats().reconnects() == size);
            long start = System.nanoTime();
            // the oldest first, which a search from the end finds last
            endpoints.forEach(push::disconnect);
            curve.add(size, DISCONNECT, (System.nanoTime() - start) / (double) size);
            Waiting.until("no peer", () -> push.peers().isEmpty());
        }
    }
}
