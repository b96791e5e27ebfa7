package io.zmq4j.demo.agent;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;

/** This virtual machine, from its platform beans. */
final class JvmSampler implements Sampler {

    private final OperatingSystemMXBean system;

    JvmSampler(OperatingSystemMXBean system) {
        this.system = system;
    }

    @Override
    public String topic() {
        return Topics.JVM;
    }

    @Override
    public JvmFigures sample(Instant now) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return new JvmFigures(
                now,
                heap.getUsed(),
                heap.getMax(),
                Percent.of(heap.getUsed(), heap.getMax()),
                Percent.ofLoad(system.getProcessCpuLoad()),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                collected(GarbageCollectorMXBean::getCollectionCount),
                collected(GarbageCollectorMXBean::getCollectionTime),
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime())
                        .toSeconds());
    }

    private static long collected(ToLongFunction<GarbageCollectorMXBean> value) {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        return collectors.stream().mapToLong(value).filter(each -> each > 0).sum();
    }
}
