package io.zmq4j.bench.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs every scenario with every peer and writes {@code benchmark.md}; see {@link Settings} for what can be chosen. */
public final class BenchmarkDriver {

    private final Settings settings;
    private final Runner runner;
    private final long deadline;
    private final Results results = new Results();
    private final List<Double> probes = new ArrayList<>();
    private final Report report;

    private BenchmarkDriver(Settings settings, Programs programs, Path logs) {
        this.settings = settings;
        this.runner = new Runner(settings, programs, logs);
        this.deadline = System.nanoTime() + settings.budget().toNanos();
        this.report = new Report(settings, results, probes, environment(settings, programs));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Settings settings = Settings.fromSystemProperties();
        Path logs = Files.createDirectories(settings.output().resolve("log"));
        new BenchmarkDriver(settings, Programs.prepare(settings), logs).run();
    }

    private void run() throws IOException, InterruptedException {
        Path file = settings.output().resolve("benchmark.md");
        for (Scenario scenario : settings.scenarios()) {
            for (int repetition = 1; repetition <= settings.repetitions(); repetition++) {
                probes.add(RawProbe.medianMicros());
                for (String peer : settings.peers()) {
                    runOnce(scenario, peer, repetition);
                }
            }
            Files.writeString(file, report.markdown());
        }
        System.out.println(report.markdown());
        System.out.println("written to " + file);
    }

    private void runOnce(Scenario scenario, String peer, int repetition) throws InterruptedException {
        Outcome outcome = System.nanoTime() - deadline < 0
                ? runner.run(scenario, peer, repetition)
                : Outcome.failed("not run: the budget of " + settings.budget().toMinutes() + " minutes is used up");
        results.add(scenario, peer, outcome);
        System.out.printf(
                Locale.ROOT,
                "%-22s %-14s %2d  %s%n",
                scenario.name(),
                peer,
                repetition,
                outcome.isSuccess()
                        ? String.format(Locale.ROOT, "%,.1f  cpu %.3f us", outcome.score(), outcome.cpuMicros())
                        : "failed: " + outcome.failure());
    }

    private static List<String> environment(Settings settings, Programs programs) {
        Runtime runtime = Runtime.getRuntime();
        return List.of(
                settings.repetitions() + " repetitions, peers interleaved; warm-up "
                        + settings.warmup().toMillis() + " ms (C: "
                        + settings.nativeWarmup().toMillis() + " ms), window "
                        + settings.window().toMillis() + " ms; every option at its default",
                "JVM: " + settings.java() + " " + String.join(" ", settings.jvmArgs()) + " (driver: "
                        + System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ")",
                "libzmq: " + programs.describeLibzmq(),
                runtime.availableProcessors() + " processors, " + System.getProperty("os.name") + " "
                        + System.getProperty("os.version"));
    }
}
