package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipePair;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One topic among many: found by the publisher, by the filter of the subscriber, and added and removed. The keys are those
 * of messages of 32 bytes that come in random order, so a large trie is not in the caches, nor are the keys.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SubscriptionBenchmark {

    private static final int KEYS = 1 << 16;
    private static final int KEY_SIZE = 32;

    @Param({"1", "1000", "10000", "100000", "1000000"})
    public int subscriptions;

    private final Pipe pipe = PipePair.of(0, 0).first();
    private final SubscriptionTrie trie = new SubscriptionTrie();
    private final CountedSubscriptions counted = new CountedSubscriptions();
    private final Distributor distributor = new Distributor((reason, messages) -> {});
    private byte[][] keys = {};
    private byte[][] others = {};
    private int next;

    @Setup
    public void subscribe() {
        distributor.attach(pipe);
        for (int i = 0; i < subscriptions; i++) {
            trie.add(topic(i), pipe);
            counted.add(topic(i));
        }
        Random random = new Random(1);
        keys = new byte[KEYS][];
        others = new byte[KEYS][];
        for (int i = 0; i < KEYS; i++) {
            byte[] topic = topic(random.nextInt(subscriptions));
            keys[i] = new byte[KEY_SIZE];
            System.arraycopy(topic, 0, keys[i], 0, topic.length);
            others[i] = topic(subscriptions + random.nextInt(subscriptions));
        }
    }

    private static byte[] topic(int number) {
        return String.format("%08d/", number).getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] key() {
        return keys[next++ & (KEYS - 1)];
    }

    /** What a key costs alone. */
    @Benchmark
    public Msg nothing() {
        return Msg.of(key());
    }

    @Benchmark
    public Distributor match() {
        distributor.clear();
        trie.match(key(), distributor);
        return distributor;
    }

    @Benchmark
    public boolean filter() {
        return counted.matches(key());
    }

    @Benchmark
    public Object subscribeAndUnsubscribe() {
        byte[] topic = others[next++ & (KEYS - 1)];
        trie.add(topic, pipe);
        return trie.remove(topic, pipe);
    }
}
