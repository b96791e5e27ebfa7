package io.zmq4j.internal.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What a subscriber has subscribed to, and how often. */
final class CountedSubscriptions {

    private static final class Count {
        int value;
    }

    private final PrefixMap<Count> counts = new PrefixMap<>();

    /** @return whether it is the first of this prefix */
    boolean add(byte[] prefix) {
        PrefixEntry<Count> entry = counts.insert(prefix);
        Count count = entry.value;
        if (count == null) {
            count = new Count();
            counts.set(entry, count);
        }
        return ++count.value == 1;
    }

    /** @return whether it was the last of this prefix */
    boolean remove(byte[] prefix) {
        PrefixEntry<Count> entry = counts.find(prefix);
        Count count = entry == null ? null : entry.value;
        if (entry == null || count == null || --count.value > 0) {
            return false;
        }
        counts.remove(entry);
        return true;
    }

    /** Whether a prefix of this key is subscribed to. */
    boolean matches(byte[] key) {
        return counts.search(key, this, (context, count) -> true);
    }

    /** How many prefixes there are. */
    int size() {
        return counts.size();
    }

    /** How many bytes of a key {@link #matches} looks at, at most. */
    int longest() {
        return counts.longest();
    }

    /** Visits every prefix once; the arrays are shared. */
    void forEach(Consumer<byte[]> visitor) {
        counts.forEach(entry -> visitor.accept(entry.prefix()));
    }

    List<byte[]> list() {
        List<byte[]> prefixes = new ArrayList<>();
        forEach(prefix -> prefixes.add(prefix.clone()));
        return prefixes;
    }
}
