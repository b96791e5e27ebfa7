package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pattern.PrefixTrie.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a subscriber has subscribed to, and how often. */
final class CountedSubscriptions {

    private static final class Count {
        int value;
    }

    private final PrefixTrie<Count> trie = new PrefixTrie<>();

    /** @return whether it is the first of this prefix */
    boolean add(byte[] prefix) {
        Node<Count> node = trie.insert(prefix);
        Count count = node.value;
        if (count == null) {
            count = new Count();
            node.value = count;
        }
        return ++count.value == 1;
    }

    /** @return whether it was the last of this prefix */
    boolean remove(byte[] prefix) {
        Node<Count> node = trie.find(prefix);
        Count count = node == null ? null : node.value;
        if (node == null || count == null || --count.value > 0) {
            return false;
        }
        node.value = null;
        trie.prune(node);
        return true;
    }

    /** Whether a prefix of this key is subscribed to. */
    boolean matches(byte[] key) {
        for (Node<Count> node = trie.root(); node != null; node = node.next(key)) {
            if (node.value != null) {
                return true;
            }
        }
        return false;
    }

    /** How many bytes of a key {@link #matches} looks at, at most. */
    int longest() {
        return trie.longest();
    }

    /** Visits every prefix once; the arrays are shared. */
    void forEach(Consumer<byte[]> visitor) {
        trie.forEach(node -> visitor.accept(node.prefix()));
    }

    List<byte[]> list() {
        List<byte[]> prefixes = new ArrayList<>();
        forEach(prefix -> prefixes.add(prefix.clone()));
        return prefixes;
    }
}
