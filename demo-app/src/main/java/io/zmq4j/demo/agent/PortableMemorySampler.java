package io.zmq4j.demo.agent;

import com.sun.management.OperatingSystemMXBean;
import java.time.Instant;

/** Memory, where there is no {@code /proc}. */
final class PortableMemorySampler implements Sampler {

    private final OperatingSystemMXBean system;

    PortableMemorySampler(OperatingSystemMXBean system) {
        this.system = system;
    }

    @Override
    public String topic() {
        return Topics.MEMORY;
    }

    @Override
    public MemoryFigures sample(Instant now) {
        long total = system.getTotalMemorySize();
        long used = total - system.getFreeMemorySize();
        long swap = system.getTotalSwapSpaceSize();
        return new MemoryFigures(now, total, used, Percent.of(used, total), swap, swap - system.getFreeSwapSpaceSize());
    }
}
