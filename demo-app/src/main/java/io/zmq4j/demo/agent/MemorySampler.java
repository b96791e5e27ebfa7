package io.zmq4j.demo.agent;

import java.time.Instant;

/** Memory, from {@code /proc/meminfo}. */
final class MemorySampler implements Sampler {

    private final ProcFiles proc;

    MemorySampler(ProcFiles proc) {
        this.proc = proc;
    }

    @Override
    public String topic() {
        return Topics.MEMORY;
    }

    @Override
    public MemoryFigures sample(Instant now) {
        ProcMeminfo info = ProcMeminfo.parse(proc.read(ProcFiles.MEMINFO));
        long used = info.total() - info.available();
        return new MemoryFigures(
                now,
                info.total(),
                used,
                Percent.of(used, info.total()),
                info.swapTotal(),
                info.swapTotal() - info.swapFree());
    }
}
