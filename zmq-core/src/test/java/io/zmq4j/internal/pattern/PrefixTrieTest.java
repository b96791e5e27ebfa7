package io.zmq4j.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.internal.pattern.PrefixTrie.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrefixTrieTest {

    private final PrefixTrie<String> trie = new PrefixTrie<>();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void put(String prefix) {
        trie.insert(bytes(prefix)).value = prefix;
    }

    private boolean remove(String prefix) {
        Node<String> node = trie.find(bytes(prefix));
        if (node == null || node.value == null) {
            return false;
        }
        node.value = null;
        trie.prune(node);
        return true;
    }

    private List<String> prefixesOf(String key) {
        List<String> found = new ArrayList<>();
        for (Node<String> node = trie.root(); node != null; node = node.next(bytes(key))) {
            if (node.value != null) {
                found.add(node.value);
            }
        }
        return found;
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        trie.forEach(node -> all.add(node.value));
        return all;
    }

    @Test
    void shouldFindEveryPrefixOfAKeyAndNothingElse() {
        for (String prefix : new String[] {"", "a", "abc", "abd", "abcdef", "b", "xyz"}) {
            put(prefix);
        }
        assertThat(prefixesOf("abcdefg")).containsExactly("", "a", "abc", "abcdef");
        assertThat(prefixesOf("abd")).containsExactly("", "a", "abd");
        assertThat(prefixesOf("ab")).containsExactly("", "a");
        assertThat(prefixesOf("xy")).containsExactly("");
        assertThat(prefixesOf("")).containsExactly("");
        assertThat(all()).containsExactly("", "a", "abc", "abcdef", "abd", "b", "xyz");
    }

    @Test
    void shouldKeepANodeAndItsPrefixWhenItsSurroundingsChange() {
        Node<String> node = trie.insert(bytes("abcdef"));
        node.value = "kept";
        put("abc");
        put("abcdefgh");
        put("abx");
        remove("abc");
        remove("abx");
        assertThat(trie.find(bytes("abcdef"))).isSameAs(node);
        assertThat(node.prefix()).isEqualTo(bytes("abcdef"));
        assertThat(prefixesOf("abcdefgh")).containsExactly("kept", "abcdefgh");
    }

    @Test
    void shouldFindNoNodeForAPrefixThatIsOnlyPartOfOne() {
        put("abc");
        assertThat(trie.find(bytes("ab"))).isNull();
        assertThat(trie.find(bytes("abd"))).isNull();
        assertThat(trie.find(bytes("abcd"))).isNull();
        assertThat(trie.find(bytes("")).value).isNull();
    }

    @Test
    void shouldOrderAllByteValues() {
        for (int i = 255; i >= 0; i--) {
            put(String.valueOf((char) i));
        }
        for (int i = 0; i < 256; i++) {
            assertThat(prefixesOf((char) i + "x")).containsExactly(String.valueOf((char) i));
        }
        assertThat(all()).hasSize(256).first().isEqualTo("\0");
    }

    @Test
    void shouldKnowTheLongestPrefixUntilItIsEmpty() {
        put("abc");
        put("a");
        assertThat(trie.longest()).isEqualTo(3);
        remove("abc");
        remove("a");
        assertThat(trie.longest()).isZero();
        assertThat(all()).isEmpty();
    }

    @Test
    void shouldStandAVeryLongPrefixAndADeepChainOnASmallStack() throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread small = new Thread(null, this::goDeep, "small stack", 64 * 1024);
        small.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        small.start();
        small.join(30_000);
        assertThat(small.isAlive()).isFalse();
        assertThat(failures).isEmpty();
        assertThat(all()).isEmpty();
    }

    private void goDeep() {
        byte[] huge = new byte[16 << 20];
        trie.insert(huge).value = "huge";
        assertThat(trie.find(huge).value).isEqualTo("huge");
        int depth = 3000;
        for (int length = 1; length <= depth; length++) {
            trie.insert(new byte[length]).value = "deep";
        }
        int[] count = {0};
        trie.forEach(node -> count[0]++);
        assertThat(count[0]).isEqualTo(depth + 1);
        for (Node<String> node = trie.root(); node != null; node = node.next(huge)) {
            count[0]--;
        }
        assertThat(count[0]).isEqualTo(-1); // the root has no value
        for (int length = 1; length <= depth; length++) {
            Node<String> node = trie.find(new byte[length]);
            node.value = null;
            trie.prune(node);
        }
        Node<String> node = trie.find(huge);
        node.value = null;
        trie.prune(node);
    }

    @Test
    void shouldAgreeWithASortedMapOnRandomPrefixes() {
        Random random = new Random(11);
        TreeMap<String, Boolean> model = new TreeMap<>();
        for (int step = 0; step < 20_000; step++) {
            String text = random(random);
            switch (random.nextInt(3)) {
                case 0 -> {
                    put(text);
                    model.put(text, true);
                }
                case 1 -> assertThat(remove(text)).isEqualTo(model.remove(text) != null);
                default -> {
                    List<String> expected = new ArrayList<>();
                    for (int length = 0; length <= text.length(); length++) {
                        if (model.containsKey(text.substring(0, length))) {
                            expected.add(text.substring(0, length));
                        }
                    }
                    assertThat(prefixesOf(text)).isEqualTo(expected);
                }
            }
            if (step % 1000 == 0) {
                assertThat(all()).isEqualTo(new ArrayList<>(model.keySet()));
            }
        }
        for (String text : new ArrayList<>(model.keySet())) {
            assertThat(remove(text)).isTrue();
        }
        assertThat(all()).isEmpty();
    }

    private static String random(Random random) {
        char[] text = new char[random.nextInt(7)];
        for (int i = 0; i < text.length; i++) {
            text[i] = "ab\u00ff".charAt(random.nextInt(3));
        }
        return new String(text);
    }
}
