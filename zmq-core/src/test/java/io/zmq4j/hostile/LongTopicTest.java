package io.zmq4j.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ContextConfig;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * GHSA-qq65-x72m-9wr8: topics of up to 16 MiB, and thousands of which each begins the next one, are subscribed, matched,
 * cancelled and forgotten with their peer by threads with a stack of 256 KiB.
 */
@Timeout(300)
@ExtendWith({LeakGate.class, NoSurprises.class})
class LongTopicTest {

    private static final long STACK = 256 << 10;
    private static final int DEPTH = Scale.of("topicDepth", 4_000);
    private static final int[] SIZES = {1 << 10, 64 << 10, 1 << 20, 16 << 20};
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Thread small(Runnable body) {
        Thread thread = new Thread(null, body, "zmq-small-stack", STACK);
        thread.setDaemon(true);
        return thread;
    }

    private static byte[] topic(int size) {
        byte[] topic = new byte[size];
        java.util.Arrays.fill(topic, (byte) 't');
        return topic;
    }

    private static List<byte[]> topics() {
        List<byte[]> topics = new ArrayList<>();
        for (int length = 1; length <= DEPTH; length++) {
            topics.add(topic(length));
        }
        for (int size : SIZES) {
            topics.add(topic(size));
        }
        return topics;
    }

    @ParameterizedTest
    @EnumSource(names = {"PUB", "XPUB"})
    void shouldNeedNoStackForLongTopics(SocketType type) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = small(() -> {
            try {
                subscribeAndForget(type);
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        thread.start();
        done.get(200, TimeUnit.SECONDS);
        thread.join();
    }

    private static void subscribeAndForget(SocketType type) {
        ContextConfig config =
                ContextConfig.builder().threadFactory(LongTopicTest::small).build();
        List<byte[]> topics = topics();
        int count =
                (int) topics.stream().mapToInt(topic -> topic.length).distinct().count();
        try (TestSockets sockets = new TestSockets(config)) {
            ZmqSocket pub = sockets.bound(type, Transport.TCP);
            for (boolean cancels : new boolean[] {true, false}) {
                ZmqSocket sub = sockets.connected(SocketType.SUB, pub);
                topics.forEach(sub::subscribe);
                awaitTopics(pub, count);
                pub.send(Msg.of(topic(16 << 20)));
                Msg msg = sub.receive(LONG);
                assertThat(msg).isNotNull();
                assertThat(msg.length(0)).isEqualTo(16 << 20);
                pub.send(Msg.of("other"));
                if (cancels) {
                    topics.forEach(sub::unsubscribe);
                    awaitTopics(pub, 0);
                }
                sub.close();
                awaitTopics(pub, 0);
            }
        }
    }

    private static void awaitTopics(ZmqSocket pub, int count) {
        Waiting.await(count + " topics").atMost(LONG).until(() -> {
            while (pub.type() == SocketType.XPUB && pub.tryReceive() != null) {
                continue; // the notices, for which there is room again
            }
            return pub.topicsCount() == count;
        });
    }
}
