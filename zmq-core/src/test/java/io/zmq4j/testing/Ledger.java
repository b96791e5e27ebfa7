package io.zmq4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The book of what was sent and what arrived. Every frame names its sender, its sequence number, its place in the message
 * and a CRC32C over all of it, so a message that is lost, doubled, out of order or torn shows. Thread-safe.
 *
 * <pre>
 * | sender (4) | sequence (8) | index (2) | count (2) | crc (4) | filler |
 * </pre>
 */
public final class Ledger {

    /** The least size of a frame. */
    public static final int HEADER = 20;

    private static final int CRC_AT = 16;

    private final Map<Integer, BitSet> arrived = new HashMap<>();
    private final Map<Integer, Long> attempted = new HashMap<>();
    private final Map<List<Integer>, Long> newest = new HashMap<>();
    private long received;
    private long duplicated;
    private long reordered;
    private long torn;

    /** The next message of this sender, with frames of this size. Counts as attempted. */
    public synchronized List<byte[]> next(int sender, int frames, int frameSize) {
        long sequence = attempted.merge(sender, 1L, Long::sum) - 1;
        List<byte[]> message = new ArrayList<>(frames);
        for (int i = 0; i < frames; i++) {
            message.add(frame(sender, sequence, i, frames, Math.max(HEADER, frameSize)));
        }
        return message;
    }

    /** Enters a message that arrived; order is judged for each sender at each receiver. */
    public synchronized void received(int receiver, List<byte[]> message) {
        received++;
        if (!intact(message)) {
            torn++;
            return;
        }
        ByteBuffer first = ByteBuffer.wrap(message.get(0));
        int sender = first.getInt(0);
        long sequence = first.getLong(4);
        BitSet seen = arrived.computeIfAbsent(sender, key -> new BitSet());
        if (seen.get((int) sequence)) {
            duplicated++;
        }
        seen.set((int) sequence);
        Long before = newest.put(List.of(receiver, sender), sequence);
        if (before != null && before > sequence) {
            reordered++;
        }
    }

    public synchronized long attempted() {
        return attempted.values().stream().mapToLong(Long::longValue).sum();
    }

    public synchronized long received() {
        return received;
    }

    public synchronized long lost() {
        return attempted()
                - arrived.values().stream().mapToLong(BitSet::cardinality).sum();
    }

    /** Asserts that everything arrived once, whole and in order. */
    public synchronized void assertComplete() {
        assertNothingWrong();
        assertThat(lost()).as("lost of %d", attempted()).isZero();
    }

    /** Asserts that what arrived did so once, whole and in order. */
    public synchronized void assertNothingWrong() {
        assertThat(torn).as("torn").isZero();
        assertThat(duplicated).as("duplicated").isZero();
        assertThat(reordered).as("out of order").isZero();
    }

    @Override
    public synchronized String toString() {
        return "attempted=" + attempted() + " received=" + received + " lost=" + lost() + " duplicated=" + duplicated
                + " reordered=" + reordered + " torn=" + torn;
    }

    private static byte[] frame(int sender, long sequence, int index, int count, int size) {
        ByteBuffer frame = ByteBuffer.allocate(size);
        frame.putInt(sender).putLong(sequence).putShort((short) index).putShort((short) count);
        for (int i = HEADER; i < size; i++) {
            frame.put(i, (byte) (sequence + i));
        }
        return frame.putInt(CRC_AT, crc(frame.array())).array();
    }

    private static int crc(byte[] frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, CRC_AT);
        crc.update(frame, HEADER, frame.length - HEADER);
        return (int) crc.getValue();
    }

    private static boolean intact(List<byte[]> message) {
        for (int i = 0; i < message.size(); i++) {
            byte[] bytes = message.get(i);
            if (bytes.length < HEADER) {
                return false;
            }
            ByteBuffer frame = ByteBuffer.wrap(bytes);
            ByteBuffer first = ByteBuffer.wrap(message.get(0));
            if (frame.getInt(CRC_AT) != crc(bytes)
                    || frame.getInt(0) != first.getInt(0)
                    || frame.getLong(4) != first.getLong(4)
                    || frame.getShort(12) != i
                    || frame.getShort(14) != message.size()) {
                return false;
            }
        }
        return true;
    }
}
