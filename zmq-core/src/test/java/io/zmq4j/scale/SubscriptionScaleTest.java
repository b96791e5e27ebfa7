package io.zmq4j.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** One subscriber with many topics, over tcp; each message matches one of them. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class SubscriptionScaleTest {

    private static final String SUBSCRIBE = "subscribe, ns";
    private static final String MESSAGE = "a message through PUB and SUB, ns";
    private static final String CANCEL = "unsubscribe, ns";
    private static final String HEAP = "heap, bytes for both sides";
    private static final int MESSAGES = 20_000;
    private static final int KEYS = 1 << 12;
    private static final long HARMLESS_NANOS = 2_000;

    /** Heap of a topic of 9 bytes: at the publisher, at the subscriber, and what its session repeats after a reconnect. */
    private static final double MOST_HEAP = 1024;

    @Test
    @Timeout(600)
    void shouldCostNoMoreForATopicWhenThereAreMany() {
        Curve curve = new Curve("subscriptions");
        measure(1_000, new Curve("to warm up"));
        for (int size : new int[] {1_000, 10_000, Curve.full(1_000_000)}) {
            measure(size, curve);
        }
        curve.print();
        curve.assertFlat(SUBSCRIBE, HARMLESS_NANOS);
        curve.assertFlat(MESSAGE, HARMLESS_NANOS);
        curve.assertFlat(CANCEL, HARMLESS_NANOS);
        assertThat(curve.last(HEAP)).as(HEAP).isLessThan(MOST_HEAP);
    }

    private static void measure(int size, Curve curve) {
        try (TestSockets sockets = new TestSockets()) {
            // without marks nothing is dropped, and notices of topics tell when they have arrived
            ZmqSocket xpub = sockets.bound(SocketType.XPUB, Transport.TCP, options -> options.sendHwm(0));
            ZmqSocket sub = sockets.connected(SocketType.SUB, xpub, options -> options.receiveHwm(0));
            sub.subscribe("ready");
            xpub.receive();
            long heap = usedHeap();
            curve.add(size, SUBSCRIBE, change(size, true, xpub, sub));
            curve.add(size, HEAP, (usedHeap() - heap) / (double) size);
            publish(size, xpub, sub);
            curve.add(size, MESSAGE, publish(size, xpub, sub));
            curve.add(size, CANCEL, change(size, false, xpub, sub));
        }
    }

    private static String topic(int number) {
        return String.format("%08d/", number);
    }

    private static double change(int size, boolean subscribe, ZmqSocket xpub, ZmqSocket sub) {
        long nanos = 0;
        for (int done = 0; done < size; ) {
            String[] topics = new String[Math.min(size - done, 10_000)];
            for (int i = 0; i < topics.length; i++) {
                topics[i] = topic(done + i);
            }
            long start = System.nanoTime();
            for (String topic : topics) {
                if (subscribe) {
                    sub.subscribe(topic);
                } else {
                    sub.unsubscribe(topic);
                }
            }
            for (int i = 0; i < topics.length; i++) {
                xpub.receive();
            }
            nanos += System.nanoTime() - start;
            done += topics.length;
        }
        return nanos / (double) size;
    }

    private static double publish(int size, ZmqSocket xpub, ZmqSocket sub) {
        Random random = new Random(1);
        Msg[] keys = new Msg[KEYS];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = Msg.of(topic(random.nextInt(size)) + "and some text behind it");
        }
        long start = System.nanoTime();
        for (int i = 0; i < MESSAGES; i++) {
            xpub.send(keys[i & (KEYS - 1)]);
        }
        for (int i = 0; i < MESSAGES; i++) {
            sub.receive();
        }
        return (System.nanoTime() - start) / (double) MESSAGES;
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
