package io.zmq4j.demo.agent;

import com.sun.management.OperatingSystemMXBean;
import java.time.Instant;
import java.util.List;

/** Processors, where there is no {@code /proc}: all together only. */
final class PortableCpuSampler implements Sampler {

    private final OperatingSystemMXBean system;

    PortableCpuSampler(OperatingSystemMXBean system) {
        this.system = system;
    }

    @Override
    public String topic() {
        return Topics.CPU;
    }

    @Override
    public CpuFigures sample(Instant now) {
        return new CpuFigures(now, Percent.ofLoad(system.getCpuLoad()), List.of(), CpuSampler.loadAverage());
    }
}
