package io.zmq4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a file or the files of a directory say, read again when they have changed, which is looked at once a second at most
 * and only when somebody asks. Content that cannot be used is logged once, and the last that could be stays. Thread-safe.
 */
final class Reloaded<T> implements Supplier<T> {

    /** Makes something of a file. */
    @FunctionalInterface
    interface Reader<T> {
        /** @throws IllegalArgumentException when its content cannot be used; the message tells no secret */
        T read(Path path) throws IOException;
    }

    private static final System.Logger LOG = System.getLogger(Authenticators.class.getName());
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final Path path;
    private final Reader<T> reader;
    private final LongSupplier clock;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile T value;

    // -- lock --
    private List<Object> stamp;
    private long lookedAt;

    Reloaded(Path path, Reader<T> reader) {
        this(path, reader, System::nanoTime);
    }

    /**
     * @param clock nanoseconds
     * @throws IllegalArgumentException when it cannot be read or used
     */
    Reloaded(Path path, Reader<T> reader, LongSupplier clock) {
        this.path = path;
        this.reader = reader;
        this.clock = clock;
        lookedAt = clock.getAsLong();
        stamp = stamp(path);
        try {
            value = reader.read(path);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot use " + path + ": " + reason(e), e);
        }
    }

    @Override
    public T get() {
        // who comes while another one looks takes what is there
        if (lock.tryLock()) {
            try {
                look();
            } finally {
                lock.unlock();
            }
        }
        return value;
    }

    private void look() {
        long now = clock.getAsLong();
        if (now - lookedAt < PAUSE) {
            return;
        }
        lookedAt = now;
        // before reading: what is written meanwhile is seen the next time
        List<Object> current = stamp(path);
        if (current.equals(stamp)) {
            return;
        }
        stamp = current;
        try {
            value = reader.read(path);
            LOG.log(System.Logger.Level.INFO, "read " + path + " again, as it has changed: " + value);
        } catch (IOException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cannot use " + path + ", so what it said before stays in force: " + reason(e));
        }
    }

    /** The message of a failure to read a file is often only its name. */
    static String reason(Exception e) {
        return e instanceof IOException ? e.toString() : String.valueOf(e.getMessage());
    }

    /** Differs when a file has changed, came or went. */
    static List<Object> stamp(Path path) {
        List<Object> stamp = new ArrayList<>();
        add(path, stamp);
        try {
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    for (Path file : files.sorted().toList()) {
                        stamp.add(file.toString());
                        add(file, stamp);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            stamp.add(e.getClass());
        }
        return stamp;
    }

    /** Of a link to nowhere, or what may not be looked at, no more than that: others may change all the same. */
    private static void add(Path file, List<Object> stamp) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            stamp.add(attributes.lastModifiedTime());
            stamp.add(attributes.size());
            stamp.add(String.valueOf(attributes.fileKey()));
            stamp.add(Files.isReadable(file));
        } catch (IOException e) {
            stamp.add(e.getClass());
        }
    }
}
