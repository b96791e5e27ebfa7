package io.zmq4j.bench.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Runs one scenario once with one peer: fresh processes, a fresh port, a deadline. A failure is an outcome too. */
final class Runner {

    private final Settings settings;
    private final Programs programs;

    Runner(Settings settings, Programs programs) {
        this.settings = settings;
        this.programs = programs;
    }

    Outcome run(Scenario scenario, String peer, int repetition) throws InterruptedException {
        Duration limit = scenario.warmup(settings).plus(settings.window()).plus(scenario.patience());
        try (Run run = new Run(scenario, peer, programs, logs(scenario, peer, repetition), limit)) {
            return scenario.procedure().perform(run);
        } catch (RunFailedException e) {
            return Outcome.failed(String.valueOf(e.getMessage()));
        } catch (NotSupportedException e) {
            return Outcome.unsupported(String.valueOf(e.getMessage()));
        }
    }

    /** What the processes write to their standard error. */
    private Path logs(Scenario scenario, String peer, int repetition) {
        try {
            return Files.createDirectories(settings.output()
                    .resolve("log")
                    .resolve(String.join("-", scenario.name(), peer, String.valueOf(repetition))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
