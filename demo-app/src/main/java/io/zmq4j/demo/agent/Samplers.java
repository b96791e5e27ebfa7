package io.zmq4j.demo.agent;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Chooses the samplers that work on this system: {@code /proc} first, the platform's beans where it is absent. */
final class Samplers {

    private Samplers() {}

    static List<Sampler> create(ProcFiles proc) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        List<Sampler> samplers = new ArrayList<>();
        samplers.add(proc.has(ProcFiles.STAT) ? new CpuSampler(proc) : new PortableCpuSampler(system));
        samplers.add(proc.has(ProcFiles.MEMINFO) ? new MemorySampler(proc) : new PortableMemorySampler(system));
        if (proc.has(ProcFiles.NET_DEV)) {
            samplers.add(new NetworkSampler(proc, System::nanoTime));
        }
        samplers.add(new DiskSampler(
                workingDirectory(), proc.has(ProcFiles.DISKSTATS) ? new DiskTraffic(proc, System::nanoTime) : null));
        samplers.add(new JvmSampler(system));
        return List.copyOf(samplers);
    }

    private static FileStore workingDirectory() {
        try {
            return Files.getFileStore(Path.of("").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find the file store of the working directory", e);
        }
    }
}
