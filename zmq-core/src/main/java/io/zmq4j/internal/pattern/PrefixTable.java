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
 * at most; so it costs the same with one prefix and with many, but for what the caches hold. Therefore a search touches as
 * few cache lines as can be: hash, length and first bytes of a prefix stand beside each other in one array, in which
 * prefixes whose hashes collide follow each other, and values in another.
 */
final class PrefixTable<V> {

    /** Bytes of the longest prefix: as many as a word has bits. */
    static final int LONGEST = Long.SIZE;

    private static final int SMALLEST = 8;
    private static final int WORD = Long.BYTES;
    private static final int ABSENT = -1;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Nobody outside knows them, so nobody can choose topics with the same hash. */
    private static final long FIRST_SECRET = ThreadLocalRandom.current().nextLong() | 1;

    private static final long SECOND_SECRET = ThreadLocalRandom.current().nextLong() | 1;

    /** Marks a slot that is in use, in the byte of the length; the other bytes of a tag are of the hash. */
    private static final long USED = 0x80;

    private static final long HASH_OF_TAG = -1L << Byte.SIZE;

    private static final class Entry<V> extends PrefixEntry<V> {
        Entry(byte[] prefix) {
            super(prefix);
        }
    }

    /** Of each slot its tag, 0 = it is free, and the first bytes of its prefix, up to eight of them. */
    private long[] tags = new long[2 * SMALLEST];

    private @Nullable V[] values = array(SMALLEST);
    private @Nullable Entry<V>[] entries = entries(SMALLEST);
    private int mask = SMALLEST - 1;
    private int size;

    /** Bit n - 1 stands for the prefixes of n bytes; that of no bytes is asked for in any case. */
    private long lengths;

    private final int[] countByLength = new int[LONGEST + 1];

    @SuppressWarnings("unchecked")
    private static <V> @Nullable V[] array(int count) {
        return (V[]) new Object[count];
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <V> @Nullable Entry<V>[] entries(int count) {
        return new Entry[count];
    }

    int size() {
        return size;
    }

    int longest() {
        return LONGEST - Long.numberOfLeadingZeros(lengths);
    }

    PrefixEntry<V> insert(byte[] prefix) {
        Entry<V> there = entry(slotOf(prefix));
        if (there != null) {
            return there;
        }
        if (size >= mask - (mask >>> 2)) {
            resize(2 * (mask + 1));
        }
        Entry<V> entry = new Entry<>(prefix);
        put(tag(prefix, prefix.length), first(prefix, prefix.length), entry, null);
        size++;
        if (countByLength[prefix.length]++ == 0) {
            lengths |= bit(prefix.length);
        }
        return entry;
    }

    private void put(long tag, long first, Entry<V> entry, @Nullable V value) {
        int slot = home(tag);
        while (tags[2 * slot] != 0) {
            slot = (slot + 1) & mask;
        }
        move(slot, tag, first, entry, value);
    }

    private void move(int slot, long tag, long first, @Nullable Entry<V> entry, @Nullable V value) {
        tags[2 * slot] = tag;
        tags[2 * slot + 1] = first;
        entries[slot] = entry;
        values[slot] = value;
    }

    /** Sets the value of an entry that is here. */
    void set(PrefixEntry<V> entry, @Nullable V value) {
        int slot = slotOf(entry.prefix);
        assert entry(slot) == entry : "the entry was removed";
        entry.value = value;
        values[slot] = value;
    }

    void remove(byte[] prefix) {
        int free = slotOf(prefix);
        if (free == ABSENT) {
            return;
        }
        // what follows and would be missed behind a free slot takes its place
        for (int slot = (free + 1) & mask; tags[2 * slot] != 0; slot = (slot + 1) & mask) {
            long tag = tags[2 * slot];
            if (((slot - home(tag)) & mask) >= ((slot - free) & mask)) {
                move(free, tag, tags[2 * slot + 1], entries[slot], values[slot]);
                free = slot;
            }
        }
        move(free, 0, 0, null, null);
        if (--countByLength[prefix.length] == 0) {
            lengths &= ~bit(prefix.length);
        }
        if (--size < (mask + 1) >>> 3 && mask >= SMALLEST) {
            resize((mask + 1) >>> 1);
        }
    }

    private static long bit(int length) {
        return length == 0 ? 0 : 1L << (length - 1);
    }

    private void resize(int count) {
        long[] oldTags = tags;
        @Nullable Entry<V>[] oldEntries = entries;
        @Nullable V[] oldValues = values;
        tags = new long[2 * count];
        values = array(count);
        entries = entries(count);
        mask = count - 1;
        for (int slot = 0; slot < oldEntries.length; slot++) {
            Entry<V> entry = oldEntries[slot];
            if (entry != null) {
                put(oldTags[2 * slot], oldTags[2 * slot + 1], entry, oldValues[slot]);
            }
        }
    }

    /** The entry of exactly this prefix. */
    @Nullable
    PrefixEntry<V> find(byte[] prefix) {
        return entry(slotOf(prefix));
    }

    private @Nullable Entry<V> entry(int slot) {
        return slot == ABSENT ? null : entries[slot];
    }

    private int slotOf(byte[] prefix) {
        return slotOf(tag(prefix, prefix.length), first(prefix, prefix.length), prefix, prefix.length);
    }

    private int home(long tag) {
        return (int) (tag >>> Integer.SIZE) & mask;
    }

    private int slotOf(long tag, long first, byte[] key, int length) {
        int slot = home(tag);
        for (long there; (there = tags[2 * slot]) != 0; slot = (slot + 1) & mask) {
            if (there == tag && tags[2 * slot + 1] == first && (length <= WORD || isPrefix(slot, key, length))) {
                return slot;
            }
        }
        return ABSENT;
    }

    private boolean isPrefix(int slot, byte[] key, int length) {
        Entry<V> entry = entries[slot];
        return entry != null && Arrays.equals(entry.prefix, WORD, length, key, WORD, length);
    }

    <C> boolean search(byte[] key, C context, PrefixMap.Visitor<C, V> visitor) {
        if (countByLength[0] > 0 && visit(key, 0, tag(key, 0), 0, context, visitor)) {
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
            long last = last(key, mixed, length);
            long first = mixed == 0 ? last : (long) WORDS.get(key, 0);
            if (visit(key, length, tag(state, last, length), first, context, visitor)) {
                return true;
            }
        }
        return false;
    }

    private <C> boolean visit(
            byte[] key, int length, long tag, long first, C context, PrefixMap.Visitor<C, V> visitor) {
        int slot = slotOf(tag, first, key, length);
        V value = slot == ABSENT ? null : values[slot];
        return value != null && visitor.visit(context, value);
    }

    void forEach(Consumer<PrefixEntry<V>> visitor) {
        for (Entry<V> entry : entries) {
            if (entry != null) {
                visitor.accept(entry);
            }
        }
    }

    // -- the hash of a prefix: its whole words mixed in turn, and at last the bytes left, 1 to 8 --

    private static long tag(byte[] key, int length) {
        long state = FIRST_SECRET;
        int mixed = 0;
        for (; length - mixed > WORD; mixed += WORD) {
            state = mix(state, (long) WORDS.get(key, mixed));
        }
        return tag(state, last(key, mixed, length), length);
    }

    private static long tag(long state, long last, int length) {
        return mix(state ^ length, last) & HASH_OF_TAG | USED | length;
    }

    private static long first(byte[] key, int length) {
        return last(key, 0, Math.min(WORD, length));
    }

    private static long last(byte[] key, int from, int to) {
        int count = to - from;
        if (count == 0) {
            return 0;
        }
        if (from + WORD <= key.length) {
            return (long) WORDS.get(key, from) << (WORD - count) * Byte.SIZE;
        }
        long last = 0;
        for (int i = 0; i < count; i++) {
            last |= (key[from + i] & 0xFFL) << (WORD - count + i) * Byte.SIZE;
        }
        return last;
    }

    private static long mix(long state, long word) {
        long factor = word ^ SECOND_SECRET;
        return state * factor ^ Math.multiplyHigh(state, factor);
    }
}
