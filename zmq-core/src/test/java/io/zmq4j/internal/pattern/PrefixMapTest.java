package io.zmq4j.internal.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PrefixMapTest {

    private static final int[] LENGTHS = {0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 100};

    private final PrefixMap<String> map = new PrefixMap<>();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void put(String prefix) {
        map.set(map.insert(bytes(prefix)), prefix);
    }

    private boolean remove(String prefix) {
        PrefixEntry<String> entry = map.find(bytes(prefix));
        if (entry == null) {
            return false;
        }
        assertThat(entry.prefix()).isEqualTo(bytes(prefix));
        map.remove(entry);
        return true;
    }

    private List<String> prefixesOf(String key) {
        List<String> found = new ArrayList<>();
        assertThat(map.search(bytes(key), found, (list, prefix) -> !list.add(prefix)))
                .isFalse();
        return found;
    }

    private Set<String> all() {
        Set<String> all = new TreeSet<>();
        map.forEach(entry -> {
            if (entry.value != null) {
                assertThat(all.add(entry.value)).isTrue();
            }
        });
        return all;
    }

    @Test
    void shouldFindEveryPrefixOfAKeyTheShorterOnesFirst() {
        for (String prefix : new String[] {"", "a", "abc", "abd", "abcdefghij", "b"}) {
            put(prefix);
        }
        assertThat(prefixesOf("abcdefghijk")).containsExactly("", "a", "abc", "abcdefghij");
        assertThat(prefixesOf("abcdefghij")).containsExactly("", "a", "abc", "abcdefghij");
        assertThat(prefixesOf("abcdefghi")).containsExactly("", "a", "abc");
        assertThat(prefixesOf("")).containsExactly("");
    }

    @Test
    void shouldStopTheSearchWhenItIsEnough() {
        put("a");
        put("ab");
        put("x".repeat(65));
        List<String> found = new ArrayList<>();
        assertThat(map.search(bytes("abc"), found, List::add)).isTrue();
        assertThat(map.search(bytes("x".repeat(66)), found, List::add)).isTrue();
        assertThat(map.search(bytes("b"), found, List::add)).isFalse();
        assertThat(found).containsExactly("a", "x".repeat(65));
    }

    @Test
    void shouldTellPrefixesApartThatDifferInZeroBytesOnly() {
        put("");
        put("\0");
        put("\0\0");
        assertThat(prefixesOf("\0")).containsExactly("", "\0");
        assertThat(remove("\0")).isTrue();
        assertThat(prefixesOf("\0\0\0")).containsExactly("", "\0\0");
    }

    @Test
    void shouldKnowTheLongestPrefix() {
        assertThat(map.longest()).isZero();
        put("abc");
        assertThat(map.longest()).isEqualTo(3);
        put("x".repeat(70));
        assertThat(map.longest()).isEqualTo(70);
        remove("x".repeat(70));
        put("y".repeat(64));
        assertThat(map.longest()).isEqualTo(64);
        remove("y".repeat(64));
        remove("abc");
        assertThat(map.longest()).isZero();
        assertThat(all()).isEmpty();
    }

    @Test
    void shouldKeepEntriesWhileItGrowsAndShrinks() {
        for (int i = 0; i < 10_000; i++) {
            put(Integer.toHexString(i));
        }
        assertThat(all()).hasSize(10_000);
        for (int i = 0; i < 10_000; i++) {
            assertThat(remove(Integer.toHexString(i))).isTrue();
            assertThat(map.find(bytes(Integer.toHexString(i)))).isNull();
        }
        put("again");
        assertThat(all()).containsExactly("again");
    }

    @Test
    void shouldAgreeWithASetOnRandomPrefixes() {
        Random random = new Random(11);
        Set<String> model = new TreeSet<>();
        for (int step = 0; step < 20_000; step++) {
            String text = random(random);
            switch (random.nextInt(3)) {
                case 0 -> {
                    put(text);
                    model.add(text);
                }
                case 1 -> assertThat(remove(text)).isEqualTo(model.remove(text));
                default -> {
                    List<String> expected = new ArrayList<>();
                    for (int length = 0; length <= text.length(); length++) {
                        if (model.contains(text.substring(0, length))) {
                            expected.add(text.substring(0, length));
                        }
                    }
                    assertThat(prefixesOf(text)).isEqualTo(expected);
                }
            }
            if (step % 1000 == 0) {
                assertThat(all()).isEqualTo(model);
            }
        }
    }

    /** One of few texts of a length around those that are treated apart; many are prefixes of others. */
    private static String random(Random random) {
        char[] text = new char[LENGTHS[random.nextInt(LENGTHS.length)]];
        Arrays.fill(text, random.nextBoolean() ? 'a' : '\u00ff');
        if (text.length > 0 && random.nextInt(3) == 0) {
            text[random.nextInt(text.length)] = 'b';
        }
        return new String(text);
    }

    @Test
    void shouldCountSubscriptions() {
        CountedSubscriptions counted = new CountedSubscriptions();
        assertThat(counted.add(bytes("ab"))).isTrue();
        assertThat(counted.add(bytes("ab"))).isFalse();
        assertThat(counted.matches(bytes("abc"))).isTrue();
        assertThat(counted.matches(bytes("a"))).isFalse();
        assertThat(counted.remove(bytes("ab"))).isFalse();
        assertThat(counted.remove(bytes("a"))).isFalse();
        assertThat(counted.remove(bytes("ab"))).isTrue();
        assertThat(counted.remove(bytes("ab"))).isFalse();
        assertThat(counted.matches(bytes("abc"))).isFalse();
        assertThat(Arrays.asList(counted.list().toArray())).isEmpty();
    }
}
