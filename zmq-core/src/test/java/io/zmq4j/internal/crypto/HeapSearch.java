package io.zmq4j.internal.crypto;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks for secrets in all objects that can be reached, as bytes and as words of the other order. */
final class HeapSearch {

    private static final int WINDOW = Long.BYTES;
    private static final int BLOCK = 1 << 20;
    private static final int LONGEST = 64;

    private HeapSearch() {}

    /** @return the indexes of the secrets, which are masked, that are somewhere */
    static Set<Integer> find(List<byte[]> masked, Path directory) throws IOException {
        Path dump = directory.resolve("heap.hprof");
        Files.deleteIfExists(dump);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
        Map<Long, Integer> beginnings = new HashMap<>();
        boolean[] firstBytes = new boolean[1 << 16];
        for (int i = 0; i < masked.size(); i++) {
            byte[] secret = RecordingAgreement.mask(masked.get(i));
            for (byte[] form : List.of(secret, otherOrder(secret))) {
                beginnings.put(ByteBuffer.wrap(form).getLong(), i);
                firstBytes[(form[0] & 0xFF) << 8 | form[1] & 0xFF] = true;
            }
            Arrays.fill(secret, (byte) 0);
        }
        Set<Integer> found = new HashSet<>();
        try (FileChannel file = FileChannel.open(dump)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK + LONGEST);
            for (long at = 0; at < file.size(); at += BLOCK) {
                block.clear();
                while (block.hasRemaining() && file.read(block, at + block.position()) >= 0) {
                    continue;
                }
                int end = block.position() - WINDOW;
                for (int i = 0; i <= end; i++) {
                    if (firstBytes[block.getShort(i) & 0xFFFF]) {
                        Integer index = beginnings.get(block.getLong(i));
                        if (index != null) {
                            found.add(index);
                        }
                    }
                }
            }
        }
        Files.delete(dump);
        return found;
    }

    /** As an {@code int[]} has it whose words were made of the bytes, the lowest first. */
    private static byte[] otherOrder(byte[] secret) {
        byte[] other = new byte[secret.length];
        for (int i = 0; i < secret.length; i++) {
            int at = (i & ~3) + 3 - (i & 3);
            other[i] = at < secret.length ? secret[at] : 0;
        }
        return other;
    }
}
