package io.zmq4j.internal.pattern;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Values by byte strings of any length, found by every key that begins with them. Nearly all topics are short, and are found
 * by their hash; the others are in a trie, where what peers choose cannot make a search cost more than their bytes. An entry
 * has a value from its insertion on until it is removed.
 */
final class PrefixMap<V> {

    /** Told of what a search finds. */
    @FunctionalInterface
    interface Visitor<C, V> {

        /** @return whether that is enough */
        boolean visit(C context, V value);
    }

    private final PrefixTable<V> shortOnes = new PrefixTable<>();
    private final PrefixTrie<V> longOnes = new PrefixTrie<>();
    private int longCount;

    /** The entry of this prefix, made when it is not there; then its value is missing. The map keeps the array. */
    PrefixEntry<V> insert(byte[] prefix) {
        if (prefix.length <= PrefixTable.LONGEST) {
            return shortOnes.insert(prefix);
        }
        PrefixEntry<V> entry = longOnes.insert(prefix);
        longCount += entry.value == null ? 1 : 0;
        return entry;
    }

    /** How many entries there are. */
    int size() {
        return shortOnes.size() + longCount;
    }

    /** The entry of exactly this prefix. */
    @Nullable
    PrefixEntry<V> find(byte[] prefix) {
        PrefixEntry<V> entry = prefix.length <= PrefixTable.LONGEST ? shortOnes.find(prefix) : longOnes.find(prefix);
        return entry == null || entry.value == null ? null : entry;
    }

    void set(PrefixEntry<V> entry, V value) {
        if (entry instanceof PrefixTrie.Node<V>) {
            entry.value = value;
        } else {
            shortOnes.set(entry, value);
        }
    }

    void remove(PrefixEntry<V> entry) {
        entry.value = null;
        if (entry instanceof PrefixTrie.Node<V> node) {
            longOnes.prune(node);
            longCount--;
        } else {
            shortOnes.remove(entry.prefix);
        }
    }

    /**
     * Visits the value of every prefix of this key, the shorter ones first, until it is enough.
     *
     * @return whether it was enough
     */
    <C> boolean search(byte[] key, C context, Visitor<C, V> visitor) {
        return shortOnes.search(key, context, visitor)
                || longOnes.longest() > 0 && searchLongOnes(key, context, visitor);
    }

    private <C> boolean searchLongOnes(byte[] key, C context, Visitor<C, V> visitor) {
        for (PrefixTrie.Node<V> node = longOnes.root(); node != null; node = node.next(key)) {
            if (node.value != null && visitor.visit(context, node.value)) {
                return true;
            }
        }
        return false;
    }

    /** No prefix is longer than this, so that no more of a key need be looked at. */
    int longest() {
        return Math.max(shortOnes.longest(), longOnes.longest());
    }

    /** Visits every entry, in no order. */
    void forEach(Consumer<PrefixEntry<V>> visitor) {
        shortOnes.forEach(visitor);
        longOnes.forEach(visitor::accept);
    }
}
