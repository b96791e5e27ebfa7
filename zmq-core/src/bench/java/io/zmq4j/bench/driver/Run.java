package io.zmq4j.bench.driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One run of one scenario with one peer: its processes, endpoint and deadline. Closing it kills what it started. */
final class Run implements AutoCloseable {

    private static final String IPC = "ipc://";
    private static final Duration DRIVER_FIRST = Duration.ofSeconds(5);

    private final Scenario scenario;
    private final String peer;
    private final Programs programs;
    private final Path logs;
    private final Duration limit;
    private final long deadline;
    private final Path directory;
    private final List<Child> children = new ArrayList<>();

    /** @param limit how long everything may take */
    Run(Scenario scenario, String peer, Programs programs, Path logs, Duration limit) {
        this.scenario = scenario;
        this.peer = peer;
        this.programs = programs;
        this.logs = logs;
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
        try {
            this.directory = Files.createTempDirectory("zmq4j-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where to bind. */
    String endpoint() {
        return scenario.endpoint().equals(IPC) ? IPC + directory.resolve("socket") : scenario.endpoint();
    }

    long deadline() {
        return deadline;
    }

    /** Starts a program, which ends itself should the driver not be there to do so. */
    Child start(Program program, String endpoint) {
        List<String> command = programs.command(program, peer, scenario, endpoint, limit.plus(DRIVER_FIRST));
        Child child = Child.start(command, logs.resolve(program.nameInC() + ".err"));
        children.add(child);
        return child;
    }

    @Override
    public void close() {
        children.forEach(Child::close);
        try {
            Files.deleteIfExists(directory.resolve("socket"));
            Files.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
