package io.zmq4j.demo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplersTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path root;

    @Test
    void shouldMeasureWithPlatformBeansWhenThereIsNoProc() {
        List<Sampler> samplers = Samplers.create(new ProcFiles(root.resolve("absent")));

        assertThat(samplers)
                .extracting(Sampler::topic)
                .containsExactly(Topics.CPU, Topics.MEMORY, Topics.DISK, Topics.JVM);
        assertThat(samplers)
                .allSatisfy(sampler -> assertThat(sampler.sample(NOW).time()).isEqualTo(NOW));
        MemoryFigures memory = (MemoryFigures) samplers.get(1).sample(NOW);
        assertThat(memory.usedBytes()).isBetween(1L, memory.totalBytes());
        DiskFigures disk = (DiskFigures) samplers.get(2).sample(NOW);
        assertThat(disk.readBytesPerSecond()).isNull();
        assertThat(disk.totalBytes()).isPositive();
    }

    @Test
    void shouldMeasureBetweenTwoReadingsWhenThereIsProc() throws IOException {
        write("stat", "cpu 10 0 0 90\ncpu0 10 0 0 90");
        CpuSampler sampler = new CpuSampler(new ProcFiles(root));
        write("stat", "cpu 40 0 0 160\ncpu0 40 0 0 160");

        CpuFigures figures = sampler.sample(NOW);

        assertThat(figures.totalPercent()).isEqualTo(30.0);
        assertThat(figures.corePercents()).containsExactly(30.0);
    }

    @Test
    void shouldLeaveLoopbackOutOfTotalsWhenItHasTraffic() throws IOException {
        Files.createDirectory(root.resolve("net"));
        write("net/dev", "lo: 0 0 0 0 0 0 0 0 0\neth0: 100 0 0 0 0 0 0 0 1000");
        long[] nanos = {0};
        NetworkSampler sampler = new NetworkSampler(new ProcFiles(root), () -> nanos[0]);
        write("net/dev", "lo: 5000 0 0 0 0 0 0 0 5000\neth0: 300 0 0 0 0 0 0 0 1600");
        nanos[0] = 2_000_000_000;

        NetworkFigures figures = sampler.sample(NOW);

        assertThat(figures.receivedBytesPerSecond()).isEqualTo(100);
        assertThat(figures.sentBytesPerSecond()).isEqualTo(300);
        assertThat(figures.interfaces())
                .containsExactly(
                        new NetworkFigures.Interface("lo", 2500, 2500), new NetworkFigures.Interface("eth0", 100, 300));
    }

    @Test
    void shouldTellUsedMemoryWithoutCachesWhenThereIsProc() throws IOException {
        write("meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nMemAvailable: 750 kB");

        assertThat(new MemorySampler(new ProcFiles(root)).sample(NOW))
                .isEqualTo(new MemoryFigures(NOW, 1_024_000, 256_000, 25.0, 0, 0));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(root.resolve(name), text);
    }
}
