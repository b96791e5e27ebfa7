package io.zmq4j.demo.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Disks: the room on one file store, and the traffic of all disks where the system tells it. */
final class DiskSampler implements Sampler {

    private final FileStore store;
    private final @Nullable DiskTraffic traffic;

    DiskSampler(FileStore store, @Nullable DiskTraffic traffic) {
        this.store = store;
        this.traffic = traffic;
    }

    @Override
    public String topic() {
        return Topics.DISK;
    }

    @Override
    public DiskFigures sample(Instant now) {
        DiskTraffic.PerSecond rates = traffic == null ? null : traffic.perSecond();
        try {
            long total = store.getTotalSpace();
            long used = total - store.getUnallocatedSpace();
            // what is reserved for the administrator is neither used nor to be had
            double percent = Percent.of(used, used + store.getUsableSpace());
            return new DiskFigures(
                    now,
                    rates == null ? null : rates.read(),
                    rates == null ? null : rates.written(),
                    total,
                    used,
                    percent);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the size of file store " + store, e);
        }
    }
}
