package io.zmq4j.bench.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs every scenario with every peer and writes {@code benchmark.md}; see {@link Settings} for what can be chosen. */
public final class BenchmarkDriver {

    private final Settings settings;
    private final Runner runner;
    private final long deadline;
    private final Results results = new Results();
    private final List<Double> probes = new ArrayList<>();
    private final Report report;

    private BenchmarkDriver(Settings settings, Programs programs, List<String> environment) {
        this.settings = settings;
        this.runner = new Runner(settings, programs);
        this.deadline = System.nanoTime() + settings.budget().toNanos();
        this.report = new Report(settings, results, probes, environment);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Settings settings = Settings.fromSystemProperties();
        Files.createDirectories(settings.output());
        Programs programs = Programs.prepare(settings);
        new BenchmarkDriver(settings, programs, Environment.lines(settings, programs)).run();
    }

    private void run() throws IOException, InterruptedException {
        Path file = settings.output().resolve("benchmark.md");
        for (Scenario scenario : settings.scenarios()) {
            for (int repetition = 1; repetition <= settings.repetitions(); repetition++) {
                repeat(scenario, repetition);
            }
            Files.writeString(file, report.markdown());
        }
        System.out.println(report.markdown());
        System.out.println("written to " + file);
    }

    private void repeat(Scenario scenario, int repetition) throws IOException, InterruptedException {
        List<String> peers = scenario.peers(settings.peers()).stream()
                .filter(peer -> repetition <= scenario.repetitions(peer, settings))
                .toList();
        if (peers.isEmpty()) {
            return;
        }
        probes.add(RawProbe.medianMicros());
        for (String peer : peers) {
            runOnce(scenario, peer, repetition);
        }
    }

    private void runOnce(Scenario scenario, String peer, int repetition) throws InterruptedException {
        Outcome outcome = System.nanoTime() - deadline < 0
                ? runner.run(scenario, peer, repetition)
                : Outcome.failed("not run: the budget of " + settings.budget().toMinutes() + " minutes is used up");
        results.add(scenario, peer, outcome);
        String figures = outcome.figures().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                        String.format(Locale.ROOT, "%s %,.3f", entry.getKey().title(), entry.getValue()))
                .collect(Collectors.joining("  "));
        System.out.printf(
                Locale.ROOT,
                "%-24s %-14s %2d  %s%n",
                scenario.name(),
                peer,
                repetition,
                (figures + "  " + outcome.trouble()).strip());
    }
}
