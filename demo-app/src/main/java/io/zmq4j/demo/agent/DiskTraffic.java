package io.zmq4j.demo.agent;

import java.util.function.LongSupplier;

/** How much the disks read and write per second, from {@code /proc/diskstats}. Not thread-safe. */
final class DiskTraffic {

    private final ProcFiles proc;
    private final LongSupplier nanoTime;
    private final Rate read;
    private final Rate written;

    DiskTraffic(ProcFiles proc, LongSupplier nanoTime) {
        this.proc = proc;
        this.nanoTime = nanoTime;
        ProcDiskstats stats = stats();
        long nanos = nanoTime.getAsLong();
        this.read = new Rate(stats.read(), nanos);
        this.written = new Rate(stats.written(), nanos);
    }

    PerSecond perSecond() {
        ProcDiskstats stats = stats();
        long nanos = nanoTime.getAsLong();
        return new PerSecond(read.update(stats.read(), nanos), written.update(stats.written(), nanos));
    }

    private ProcDiskstats stats() {
        return ProcDiskstats.parse(proc.read(ProcFiles.DISKSTATS));
    }

    record PerSecond(double read, double written) {}
}
