package io.zmq4j.demo.agent;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Processors, from {@code /proc/stat}. */
final class CpuSampler implements Sampler {

    private final ProcFiles proc;
    private ProcStat last;

    CpuSampler(ProcFiles proc) {
        this.proc = proc;
        this.last = read();
    }

    private ProcStat read() {
        return ProcStat.parse(proc.read(ProcFiles.STAT));
    }

    @Override
    public String topic() {
        return Topics.CPU;
    }

    @Override
    public CpuFigures sample(Instant now) {
        ProcStat before = last;
        ProcStat stat = read();
        last = stat;
        List<Double> cores = new ArrayList<>();
        // a core may have been switched off or on since
        for (int i = 0; i < Math.min(stat.cores().size(), before.cores().size()); i++) {
            cores.add(stat.cores().get(i).busyPercentSince(before.cores().get(i)));
        }
        return new CpuFigures(now, stat.total().busyPercentSince(before.total()), cores, loadAverage());
    }

    static @Nullable Double loadAverage() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? null : Math.round(load * 100) / 100.0;
    }
}
