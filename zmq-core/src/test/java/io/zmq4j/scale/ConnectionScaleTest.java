package io.zmq4j.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.zmq4j.Msg;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Waiting;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many connections of one PUSH to one PULL, both in this process. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class ConnectionScaleTest {

    private static final String CONNECT = "connect and handshake, ns";
    private static final String SPREAD = "a message on each in turn, ns";
    private static final String LONE = "a message on one while the others idle, ns";
    private static final String STATS = "stats(), ns per connection";
    private static final String CLOSE = "close, ns";
    private static final String HEAP = "heap when idle, bytes for both ends";

    private static final int FEWEST = 100;
    private static final int ROUNDS = 2;

    /** Connections made at once: the kernel drops what the listener's backlog does not hold. */
    private static final int GROUP = 100;

    private static final int LONE_MESSAGES = 500;
    private static final long HARMLESS_NANOS = 20_000;

    /** Heap of both ends of a connection, of which libzmq needs 47 KiB. */
    private static final double MOST_HEAP = 16 * 1024;

    @Test
    @Timeout(600)
    void shouldCostNoMoreForAConnectionWhenThereAreMany() {
        Curve curve = new Curve("connections");
        connectAndClose(FEWEST, new Curve("to warm up"));
        for (int size : sizes()) {
            for (int round = 0; round < ROUNDS; round++) {
                connectAndClose(size, curve);
            }
        }
        curve.print();
        for (String what : new String[] {CONNECT, SPREAD, LONE, STATS, CLOSE}) {
            curve.assertFlat(what, HARMLESS_NANOS);
        }
        assertThat(curve.last(HEAP)).as(HEAP).isLessThan(MOST_HEAP);
    }

    /** 100 and ten times as many again, as far as this process may open descriptors: two for each connection. */
    private static int[] sizes() {
        int most = Math.max(10 * FEWEST, Curve.full(10_000));
        int room = (int) Math.min(Integer.MAX_VALUE, (freeDescriptors() - 200) / 2 / GROUP * GROUP);
        if (room < most) {
            System.out.printf(
                    "%d connections need %d descriptors, `ulimit -n` leaves room for %d connections: these instead%n",
                    most, 2 * most, room);
            most = room;
        }
        return most > 10 * FEWEST ? new int[] {FEWEST, 10 * FEWEST, most} : new int[] {FEWEST, most};
    }

    private static long freeDescriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() - unix.getOpenFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private static void connectAndClose(int size, Curve curve) {
        try (TestSockets sockets = new TestSockets()) {
            ZmqSocket pull = sockets.socket(SocketType.PULL, options -> options.backlog(10 * GROUP));
            int port = Integer.parseInt(pull.bind("tcp://0.0.0.0:*").replaceAll(".*:", ""));
            long heap = usedHeap();
            ZmqSocket push = sockets.socket(SocketType.PUSH);
            curve.add(size, CONNECT, connect(push, port, size));
            curve.add(size, SPREAD, spread(push, pull, size));
            curve.add(size, HEAP, (usedHeap() - heap) / (double) size);
            ZmqSocket lone = sockets.socket(SocketType.PUSH);
            lone.connect("tcp://127.0.0.1:" + port);
            oneByOne(lone, pull); // the first ones wait for the connection
            curve.add(size, LONE, oneByOne(lone, pull));
            curve.add(size, STATS, stats(pull, size));
            curve.add(size, CLOSE, close(push, pull, size));
        }
    }

    private static double connect(ZmqSocket push, int port, int size) {
        long start = System.nanoTime();
        try (SocketMonitor monitor = push.monitor()) {
            for (int made = 0; made < size; made += GROUP) {
                String endpoint = "tcp://127.0.0." + host(made) + ":" + port;
                for (int i = 0; i < GROUP; i++) {
                    push.connect(endpoint);
                }
                await(SocketEvent.HandshakeSucceeded.class, GROUP, monitor);
            }
        }
        return (System.nanoTime() - start) / (double) size;
    }

    /** On Linux another address of this machine for each thousand, as the kernel looks long for its last free ports. */
    private static int host(int made) {
        return System.getProperty("os.name").equals("Linux") ? 1 + made / 1000 : 1;
    }

    private static void await(Class<? extends SocketEvent> type, int count, SocketMonitor monitor) {
        int seen = 0;
        while (seen < count) {
            SocketEvent event = monitor.next(Waiting.SOON);
            assertThat(event)
                    .as("%s %d of %d", type.getSimpleName(), seen, count)
                    .isNotNull();
            seen += type.isInstance(event) ? 1 : 0;
        }
        assertThat(monitor.dropped()).isZero();
    }

    private static double spread(ZmqSocket push, ZmqSocket pull, int size) {
        long start = System.nanoTime();
        for (int i = 0; i < size; i++) {
            push.send(Msg.of("x"));
        }
        for (int i = 0; i < size; i++) {
            pull.receive();
        }
        return (System.nanoTime() - start) / (double) size;
    }

    private static double oneByOne(ZmqSocket from, ZmqSocket to) {
        long start = System.nanoTime();
        for (int i = 0; i < LONE_MESSAGES; i++) {
            from.send(Msg.of("x"));
            to.receive();
        }
        return (System.nanoTime() - start) / (double) LONE_MESSAGES;
    }

    private static double stats(ZmqSocket pull, int size) {
        long start = System.nanoTime();
        assertThat(pull.stats().readyPeers()).isGreaterThanOrEqualTo(size);
        return (System.nanoTime() - start) / (double) size;
    }

    private static double close(ZmqSocket push, ZmqSocket pull, int size) {
        long start = System.nanoTime();
        try (SocketMonitor monitor = pull.monitor()) {
            push.close();
            await(SocketEvent.Disconnected.class, size, monitor);
        }
        return (System.nanoTime() - start) / (double) size;
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
