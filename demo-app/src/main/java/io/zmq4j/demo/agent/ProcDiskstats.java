package io.zmq4j.demo.agent;

import java.util.List;
import java.util.regex.Pattern;

/** {@code /proc/diskstats}: what all disks together have read and written, in bytes since the start of the machine. */
record ProcDiskstats(long read, long written) {

    /** The kernel counts in sectors of this size, whatever the disk has. */
    private static final int SECTOR_BYTES = 512;

    private static final int NAME = 2;
    private static final int SECTORS_READ = 5;
    private static final int SECTORS_WRITTEN = 9;

    /** Devices that stand on others, whose traffic would be counted twice. */
    private static final Pattern VIRTUAL = Pattern.compile("(loop|ram|zram|dm-|md|sr|fd)\\d.*");

    private static final Pattern PARTITION_SUFFIX = Pattern.compile("p?\\d+");

    static ProcDiskstats parse(String text) {
        List<String[]> lines = text.lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > SECTORS_WRITTEN)
                .toList();
        List<String> names = lines.stream().map(words -> words[NAME]).toList();
        long read = 0;
        long written = 0;
        for (String[] words : lines) {
            if (isDisk(words[NAME], names)) {
                read += Long.parseLong(words[SECTORS_READ]) * SECTOR_BYTES;
                written += Long.parseLong(words[SECTORS_WRITTEN]) * SECTOR_BYTES;
            }
        }
        return new ProcDiskstats(read, written);
    }

    private static boolean isDisk(String name, List<String> names) {
        return !VIRTUAL.matcher(name).matches() && names.stream().noneMatch(disk -> isPartition(name, disk));
    }

    private static boolean isPartition(String name, String disk) {
        return name.startsWith(disk)
                && PARTITION_SUFFIX.matcher(name.substring(disk.length())).matches();
    }
}
