package io.zmq4j.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.internal.pattern.SubscriptionTrie.Removal;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.PipePair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SubscriptionTrieTest {

    private final SubscriptionTrie trie = new SubscriptionTrie();
    private final Distributor distributor = new Distributor((reason, messages) -> {});

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The socket's end of a new pipe that the distributor knows. */
    private PipePair pipe() {
        PipePair pair = PipePair.of(0, 0);
        distributor.attach(pair.first());
        return pair;
    }

    private static int read(PipePair pair) {
        int count = 0;
        while (pair.second().read() != null) {
            count++;
        }
        return count;
    }

    private void send(String key) {
        distributor.clear();
        trie.match(bytes(key), distributor);
        distributor.send(Msg.of(key), false);
    }

    @Test
    void shouldSayWhetherASubscriptionIsTheFirstOrTheLast() {
        Pipe a = pipe().first();
        Pipe b = pipe().first();
        assertThat(trie.add(bytes("t"), a)).isTrue();
        assertThat(trie.add(bytes("t"), b)).isFalse();
        assertThat(trie.add(bytes("t"), b)).isFalse();
        assertThat(trie.remove(bytes("t"), a)).isEqualTo(Removal.OTHERS_REMAIN);
        assertThat(trie.remove(bytes("t"), a)).isEqualTo(Removal.NOT_SUBSCRIBED);
        assertThat(trie.remove(bytes("u"), b)).isEqualTo(Removal.NOT_SUBSCRIBED);
        assertThat(trie.remove(bytes("t"), b)).isEqualTo(Removal.LAST);
        assertThat(trie.topics()).isEmpty();
    }

    @Test
    void shouldKnowWhatEachPipeHas() {
        Pipe a = pipe().first();
        trie.add(bytes("abc"), a);
        trie.add(bytes("abc"), a);
        trie.add(bytes(""), a);
        assertThat(trie.topicCount(a)).isEqualTo(2);
        assertThat(trie.topicBytes(a)).isEqualTo(3);
        trie.remove(bytes("abc"), a);
        assertThat(trie.topicBytes(a)).isZero();
        trie.remove(bytes(""), a);
        assertThat(trie.topicCount(a)).isZero();
    }

    @Test
    void shouldNameEveryTopicOfARemovedPipeAndWhetherItWasTheLast() {
        Pipe a = pipe().first();
        Pipe b = pipe().first();
        trie.add(bytes("x"), a);
        trie.add(bytes("xy"), a);
        trie.add(bytes("x"), b);
        Map<String, Boolean> removed = new HashMap<>();
        trie.removeAll(a, (topic, last) -> removed.put(new String(topic, StandardCharsets.UTF_8), last));
        assertThat(removed).containsExactlyInAnyOrderEntriesOf(Map.of("x", false, "xy", true));
        trie.removeAll(a, (topic, last) -> removed.clear());
        assertThat(removed).hasSize(2);
        assertThat(trie.topics()).containsExactly(bytes("x"));
    }

    @Test
    void shouldAgreeWithAModelWhenManyPipesShareFewTopics() {
        Random random = new Random(3);
        List<PipePair> pairs = new ArrayList<>();
        Map<PipePair, Set<String>> model = new HashMap<>();
        for (int i = 0; i < 40; i++) {
            PipePair pair = pipe();
            pairs.add(pair);
            model.put(pair, new HashSet<>());
        }
        String[] topics = {"", "a", "ab", "abc", "b", "ba"};
        for (int step = 0; step < 20_000; step++) {
            PipePair pair = pairs.get(random.nextInt(pairs.size()));
            String topic = topics[random.nextInt(topics.length)];
            int choice = random.nextInt(100);
            if (choice < 50) {
                trie.add(bytes(topic), pair.first());
                model.get(pair).add(topic);
            } else if (choice < 85) {
                boolean was = model.get(pair).remove(topic);
                assertThat(trie.remove(bytes(topic), pair.first()) != Removal.NOT_SUBSCRIBED)
                        .isEqualTo(was);
            } else if (choice < 90) {
                trie.removeAll(pair.first(), (gone, last) -> {});
                model.get(pair).clear();
            } else {
                send(topic);
                for (PipePair each : pairs) {
                    boolean wanted = model.get(each).stream().anyMatch(topic::startsWith);
                    assertThat(read(each)).isEqualTo(wanted ? 1 : 0);
                }
            }
        }
    }

    @Test
    void shouldStandManySubscriptionsAndLoseThemAllWithTheirPipe() {
        int topics = Integer.getInteger("zmq4j.test.subscriptions", 200_000);
        PipePair flood = pipe();
        PipePair other = pipe();
        trie.add(bytes(""), other.first());
        for (int i = 0; i < topics; i++) {
            trie.add(
                    ByteBuffer.allocate(12)
                            .putLong(i * 0x9E3779B97F4A7C15L)
                            .putInt(i)
                            .array(),
                    flood.first());
        }
        assertThat(trie.topicCount(flood.first())).isEqualTo(topics);
        distributor.clear();
        byte[] last = ByteBuffer.allocate(16)
                .putLong((topics - 1) * 0x9E3779B97F4A7C15L)
                .putInt(topics - 1)
                .array();
        trie.match(last, distributor);
        distributor.send(Msg.of(last), false);
        assertThat(read(flood)).isEqualTo(1);
        int[] removed = {0};
        trie.removeAll(flood.first(), (topic, wasLast) -> removed[0]++);
        assertThat(removed[0]).isEqualTo(topics);
        assertThat(trie.topics()).hasSize(1);
        send("x");
        assertThat(read(flood)).isZero();
        assertThat(read(other)).isEqualTo(2);
    }
}
