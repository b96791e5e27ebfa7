package io.zmq4j.bench.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs one scenario once with one peer: fresh processes, a fresh port, a deadline. */
final class Runner {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Settings settings;
    private final Programs programs;
    private final Path logs;

    Runner(Settings settings, Programs programs, Path logs) {
        this.settings = settings;
        this.programs = programs;
        this.logs = logs;
    }

    Outcome run(Scenario scenario, String peer, int repetition) throws InterruptedException {
        try {
            return switch (scenario.kind()) {
                case TCP_THROUGHPUT -> twoProcesses(scenario, peer, repetition, "thr", true);
                case TCP_ROUND_TRIP -> twoProcesses(scenario, peer, repetition, "lat", false);
                case INPROC_THROUGHPUT -> oneProcess(scenario, peer, repetition, "inproc_thr");
                case INPROC_ROUND_TRIP -> oneProcess(scenario, peer, repetition, "inproc_lat");
            };
        } catch (RunFailedException e) {
            return Outcome.failed(String.valueOf(e.getMessage()));
        }
    }

    private Outcome twoProcesses(Scenario scenario, String peer, int repetition, String suffix, boolean localMeasures)
            throws InterruptedException {
        long deadline = deadline();
        int size = scenario.size();
        try (Child local = Child.start(
                programs.command("local_" + suffix, peer, "tcp://127.0.0.1:*", size),
                log(scenario, peer, repetition, "local"))) {
            String endpoint = local.await("BOUND", deadline, null);
            try (Child remote = Child.start(
                    programs.command("remote_" + suffix, peer, endpoint, size),
                    log(scenario, peer, repetition, "remote"))) {
                return localMeasures
                        ? measure(scenario, local, remote, deadline)
                        : measure(scenario, remote, local, deadline);
            }
        }
    }

    private Outcome oneProcess(Scenario scenario, String peer, int repetition, String program)
            throws InterruptedException {
        try (Child only = Child.start(
                programs.command(program, peer, "inproc://bench", scenario.size()),
                log(scenario, peer, repetition, "only"))) {
            return measure(scenario, only, null, deadline());
        }
    }

    private static Outcome measure(Scenario scenario, Child measuring, @Nullable Child other, long deadline)
            throws InterruptedException {
        measuring.await("WINDOW", deadline, other);
        Duration otherBefore = other == null ? Duration.ZERO : other.cpu();
        Map<String, Long> values = parse(measuring.await("RESULT", deadline, other));
        Duration otherAfter = other == null ? Duration.ZERO : other.cpu();
        double messages = value(values, "messages");
        double cpuNanos =
                value(values, "cpuNanos") + otherAfter.minus(otherBefore).toNanos();
        boolean rate = scenario.kind().isRate();
        return new Outcome(
                rate ? messages / value(values, "nanos") * NANOS_PER_SECOND : value(values, "p50") / NANOS_PER_MICRO,
                rate ? 0 : value(values, "p99") / NANOS_PER_MICRO,
                cpuNanos / messages / NANOS_PER_MICRO,
                (long) value(values, "stalls"),
                null);
    }

    private static Map<String, Long> parse(String result) {
        return Stream.of(result.split(" "))
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
    }

    private static double value(Map<String, Long> values, String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new RunFailedException("a result without " + name + ": " + values);
        }
        return value;
    }

    private long deadline() {
        return System.nanoTime()
                + settings.warmup().plus(settings.window()).plus(GRACE).toNanos();
    }

    private Path log(Scenario scenario, String peer, int repetition, String role) {
        return logs.resolve(String.join("-", scenario.name(), peer, String.valueOf(repetition), role) + ".err");
    }
}
