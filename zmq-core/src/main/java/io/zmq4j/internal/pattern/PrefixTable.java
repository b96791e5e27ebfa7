package io.zmq4j.internal.pattern;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Short prefixes in a hash table. A search asks it once for each length that any prefix has, of which there are few, and 64
 * at most; so it costs the same with one prefix and with many, but for what the caches hold.
 */
final class PrefixTable<V> {

    /** Bytes of the longest prefix: as many as a word has bits. */
    static final int LONGEST = Long.SIZE;

    private static final int SMALLEST = 8;
    private static final int WORD = Long.BYTES;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Nobody outside knows them, so nobody can choose topics with the same hash. */
    private static final long FIRST_SECRET = ThreadLocalRandom.current().nextLong() | 1;

    private static final long SECOND_SECRET = ThreadLocalRandom.current().nextLong() | 1;

    private static final class Entry<V> extends PrefixEntry<V> {
        final int hash;

        @Nullable
        Entry<V> next;

        Entry(byte[] prefix, int hash, @Nullable Entry<V> next) {
            super(prefix);
            this.hash = hash;
            this.next = next;
        }

        /** What is known already; equal is an entry only to itself. */
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }
    }

    private @Nullable Entry<V>[] slots = slots(SMALLEST);
    private int size;

    /** Bit n - 1 stands for the prefixes of n bytes; that of no bytes is asked for in any case. */
    private long lengths;

    private final int[] countByLength = new int[LONGEST + 1];

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> @Nullable Entry<V>[] slots(int count) {
        return new Entry[count];
    }

    int longest() {
        return LONGEST - Long.numberOfLeadingZeros(lengths);
    }

    PrefixEntry<V> insert(byte[] prefix) {
        int hash = hash(prefix, prefix.length);
        Entry<V> there = find(prefix, prefix.length, hash);
        if (there != null) {
            return there;
        }
        if (size == slots.length) {
            resize(2 * size);
        }
        int index = hash & (slots.length - 1);
        Entry<V> entry = new Entry<>(prefix, hash, slots[index]);
        slots[index] = entry;
        size++;
        if (countByLength[prefix.length]++ == 0) {
            lengths |= bit(prefix.length);
        }
        return entry;
    }

    void remove(byte[] prefix) {
        int hash = hash(prefix, prefix.length);
        Entry<V> gone = find(prefix, prefix.length, hash);
        if (gone == null) {
            return;
        }
        int index = hash & (slots.length - 1);
        Entry<V> entry = slots[index];
        if (entry == gone) {
            slots[index] = gone.next;
        } else {
            while (entry != null && entry.next != gone) {
                entry = entry.next;
            }
            assert entry != null : "the entry is in another slot";
            entry.next = gone.next;
        }
        if (--countByLength[prefix.length] == 0) {
            lengths &= ~bit(prefix.length);
        }
        if (--size < slots.length >>> 3 && slots.length > SMALLEST) {
            resize(slots.length >>> 1);
        }
    }

    private static long bit(int length) {
        return length == 0 ? 0 : 1L << (length - 1);
    }

    private void resize(int count) {
        @Nullable Entry<V>[] resized = slots(count);
        for (Entry<V> first : slots) {
            Entry<V> entry = first;
            while (entry != null) {
                Entry<V> next = entry.next;
                int index = entry.hash & (count - 1);
                entry.next = resized[index];
                resized[index] = entry;
                entry = next;
            }
        }
        slots = resized;
    }

    /** The entry of so many first bytes of a key. */
    @Nullable
    PrefixEntry<V> find(byte[] key, int length) {
        return find(key, length, hash(key, length));
    }

    private @Nullable Entry<V> find(byte[] key, int length, int hash) {
        Entry<V> entry = slots[hash & (slots.length - 1)];
        while (entry != null && !(entry.hash == hash && isPrefix(entry.prefix, key, length))) {
            entry = entry.next;
        }
        return entry;
    }

    private static boolean isPrefix(byte[] prefix, byte[] key, int length) {
        return prefix.length == length && Arrays.equals(prefix, 0, length, key, 0, length);
    }

    <C> boolean search(byte[] key, C context, PrefixMap.Visitor<C, V> visitor) {
        if (countByLength[0] > 0 && visit(find(key, 0), context, visitor)) {
            return true;
        }
        long state = FIRST_SECRET;
        int mixed = 0;
        long left = key.length >= LONGEST ? lengths : lengths & ((1L << key.length) - 1);
        while (left != 0) {
            int length = Long.numberOfTrailingZeros(left) + 1;
            left &= left - 1;
            for (; length - mixed > WORD; mixed += WORD) {
                state = mix(state, (long) WORDS.get(key, mixed));
            }
            if (visit(find(key, length, end(state, key, mixed, length)), context, visitor)) {
                return true;
            }
        }
        return false;
    }

    private static <C, V> boolean visit(@Nullable PrefixEntry<V> entry, C context, PrefixMap.Visitor<C, V> visitor) {
        return entry != null && entry.value != null && visitor.visit(context, entry.value);
    }

    void forEach(Consumer<PrefixEntry<V>> visitor) {
        for (Entry<V> first : slots) {
            for (Entry<V> entry = first; entry != null; entry = entry.next) {
                visitor.accept(entry);
            }
        }
    }

    // -- the hash of a prefix: its whole words mixed in turn, and at last the bytes left, 1 to 8 --

    private static int hash(byte[] key, int length) {
        long state = FIRST_SECRET;
        int mixed = 0;
        for (; length - mixed > WORD; mixed += WORD) {
            state = mix(state, (long) WORDS.get(key, mixed));
        }
        return end(state, key, mixed, length);
    }

    private static int end(long state, byte[] key, int from, int to) {
        long last = 0;
        int count = to - from;
        if (from + WORD <= key.length) {
            last = count == 0 ? 0 : (long) WORDS.get(key, from) << (WORD - count) * Byte.SIZE;
        } else {
            for (int i = 0; i < count; i++) {
                last |= (key[from + i] & 0xFFL) << (WORD - count + i) * Byte.SIZE;
            }
        }
        long mixed = mix(state ^ to, last);
        return (int) (mixed ^ mixed >>> Integer.SIZE);
    }

    private static long mix(long state, long word) {
        long factor = word ^ SECOND_SECRET;
        return state * factor ^ Math.multiplyHigh(state, factor);
    }
}
