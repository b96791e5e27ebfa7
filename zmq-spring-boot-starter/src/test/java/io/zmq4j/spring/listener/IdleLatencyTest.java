package io.zmq4j.spring.listener;

import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A listener wakes up with its message, not with a period. */
class IdleLatencyTest {

    private static final int MESSAGES = 60;
    private static final int IDLE_MILLIS = 15;

    static class Listener {
        final List<Duration> latencies = new CopyOnWriteArrayList<>();

        @ZmqListener("in")
        void on(byte[] sentAt) {
            latencies.add(
                    Duration.ofNanos(System.nanoTime() - ByteBuffer.wrap(sentAt).getLong()));
        }
    }

    @Test
    void shouldCallTheListenerWellWithinFiveMillisWhenSocketWasIdle() {
        Starter.runner()
                .withUserConfiguration(Listener.class)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
                    try (Outside outside = new Outside()) {
                        ZmqSocket push = outside.connect(
                                SocketType.PUSH,
                                context.getBean(ZmqSockets.class).boundPort("in"));
                        clock.scheduleWithFixedDelay(
                                () -> push.send(Msg.of(ByteBuffer.allocate(Long.BYTES)
                                        .putLong(System.nanoTime())
                                        .array())),
                                0,
                                IDLE_MILLIS,
                                TimeUnit.MILLISECONDS);
                        List<Duration> latencies = context.getBean(Listener.class).latencies;
                        // the machine may be busy for a while; a listener that polls never has such a median
                        await().until(() -> latencies.size() >= MESSAGES
                                && lastMedian(latencies).compareTo(Duration.ofMillis(5)) < 0);
                    } finally {
                        clock.shutdownNow();
                    }
                });
    }

    private static Duration lastMedian(List<Duration> latencies) {
        return latencies.stream()
                .skip(latencies.size() - MESSAGES)
                .sorted()
                .skip(MESSAGES / 2)
                .findFirst()
                .orElseThrow();
    }
}
