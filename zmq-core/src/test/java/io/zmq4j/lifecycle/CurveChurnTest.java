package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Connections of CURVE that come, bring one message and go leave nothing behind at the socket that stays; direct memory,
 * threads and descriptors are the gate's. More:
 * {@code -Dzmq4j.curveCycles=10000}.
 */
@Timeout(600)
@ExtendWith({LeakGate.class, NoSurprises.class})
class CurveChurnTest {

    private static final int CYCLES = Scale.of("curveCycles", 300);
    private static final long HEAP_SLACK = 2L << 20;
    private static final CurveKeys SERVER = CurveKeys.generate();

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void cycle(ZmqSocket router, CurveKeys keys, int count) {
        for (int i = 0; i < count; i++) {
            ZmqSocket dealer = sockets.connected(
                    SocketType.DEALER,
                    router,
                    options -> options.security(Security.curveClient(keys, SERVER.publicKey())));
            dealer.send(Msg.of("hello"));
            Msg msg = router.receive();
            assertThat(msg.string(1)).isEqualTo("hello");
            dealer.close();
        }
        TestSockets.awaitPeers(router, 0);
    }

    @Test
    void shouldLeaveNothingAtTheServer() {
        CurveKeys keys = CurveKeys.generate();
        ZmqSocket router = sockets.bound(
                SocketType.ROUTER, Transport.TCP, options -> options.security(Security.curveServer(SERVER)));
        cycle(router, keys, CYCLES / 3);
        long heap = usedHeap();
        cycle(router, keys, CYCLES);
        assertThat(router.stats().connects()).isEqualTo(CYCLES / 3 + CYCLES);
        assertThat(router.stats().peers()).isEmpty();
        Waiting.await("the heap is as before")
                .untilAsserted(() -> assertThat(usedHeap() - heap).isLessThan(HEAP_SLACK));
    }
}
