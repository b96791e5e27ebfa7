package io.zmq4j.bench.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process of a peer, its lines and its end. Closing it kills it. */
final class Child implements AutoCloseable {

    private static final long POLL_MILLIS = 50;
    private static final long DUMP_MILLIS = 500;
    private static final String UNSUPPORTED = "UNSUPPORTED";

    private final Process process;
    private final Path errors;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();

    /** @param nanos when it came */
    record Line(String text, long nanos) {}

    private Child(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    static Child start(List<String> command, Path errors) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(errors.toFile()).start();
            Child child = new Child(process, errors);
            Thread reader = new Thread(child::read, "output of " + errors.getFileName());
            reader.setDaemon(true);
            reader.start();
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.get(0), e);
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(new Line(line, System.nanoTime()));
            }
        } catch (IOException e) {
            lines.add(new Line("unreadable output: " + e.getMessage(), System.nanoTime()));
        }
    }

    /**
     * The rest of the next line that begins with this word.
     *
     * @param other a process that must not end in the meantime
     * @throws RunFailedException when either process ends first, or at the deadline
     * @throws NotSupportedException when the process says so
     */
    Line await(String word, long deadlineNanos, @Nullable Child other) throws InterruptedException {
        long longestLook = 0;
        while (System.nanoTime() - deadlineNanos < 0) {
            boolean ended = !process.isAlive();
            long start = System.nanoTime();
            Line line = lines.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            longestLook = Math.max(longestLook, System.nanoTime() - start);
            if (line != null && line.text().startsWith(word)) {
                return new Line(line.text().substring(word.length()).strip(), line.nanos());
            }
            if (line != null && line.text().startsWith(UNSUPPORTED)) {
                throw new NotSupportedException(
                        line.text().substring(UNSUPPORTED.length()).strip());
            }
            if (line == null && ended) {
                throw new RunFailedException(end());
            }
            if (other != null && !other.process.isAlive()) {
                throw new RunFailedException(other.end());
            }
        }
        dump();
        if (other != null) {
            other.dump();
        }
        throw new RunFailedException("no " + word + " before the deadline" + standstill(longestLook) + lastError());
    }

    /** A virtual machine may be halted from outside for seconds: nothing that a peer could be blamed for. */
    private static String standstill(long longestLookNanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(longestLookNanos);
        return seconds == 0 ? "" : " (the driver, too, stood still for " + seconds + " s)";
    }

    /** Leaves the stacks of a process that hangs beside its errors: a JVM writes them to its output on this signal. */
    private void dump() throws InterruptedException {
        try {
            new ProcessBuilder("kill", "-QUIT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            List<String> stacks = new ArrayList<>();
            for (Line line = nextLine(); line != null; line = nextLine()) {
                stacks.add(line.text());
            }
            Files.write(errors.resolveSibling(errors.getFileName() + ".stacks"), stacks);
        } catch (IOException e) {
            lines.add(new Line("no stacks: " + e.getMessage(), System.nanoTime()));
        }
    }

    private @Nullable Line nextLine() throws InterruptedException {
        return lines.poll(DUMP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Writes a line to the standard input of the process. */
    void tell(String line) {
        try {
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(line)
                    .append('\n')
                    .flush();
        } catch (IOException e) {
            throw new RunFailedException("cannot be told " + line + ": " + e.getMessage());
        }
    }

    /** What it has in use after a collection. */
    Values memory(long deadline) throws InterruptedException {
        tell("memory");
        return Values.parse(await("MEMORY", deadline, null).text());
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private String end() {
        return "ended with code " + process.exitValue() + lastError();
    }

    /** The line that names an exception if there is one, otherwise the first line. */
    private String lastError() {
        try {
            List<String> text = Files.readAllLines(errors, StandardCharsets.UTF_8);
            return text.stream()
                    .filter(line -> line.contains("Exception") || line.contains("Error"))
                    .findFirst()
                    .or(() -> text.stream().findFirst())
                    .map(line -> ": " + line)
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
