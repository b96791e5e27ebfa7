package io.zmq4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads public keys of a file, or of the certificates in a directory, again and again. The first time everything has to be
 * right. From then on a certificate that cannot be used is logged once by its name, until it changes, and what it said before
 * stays in force; all others count as they are, and one that is gone counts no more. Owner: who reads, one at a time.
 */
final class KeyFiles implements Reloaded.Reader<KnownKeys> {

    private record Entry(String key, String userId) {}

    private static final System.Logger LOG = System.getLogger(Authenticators.class.getName());

    /** What each certificate has said when it could be used. */
    private Map<Path, Entry> known = Map.of();

    /** What those look like that cannot be used, which was told. */
    private Map<Path, Object> told = Map.of();

    private boolean isFirst = true;

    @Override
    public KnownKeys read(Path fileOrDirectory) throws IOException {
        KnownKeys keys = Files.isDirectory(fileOrDirectory)
                ? readDirectory(fileOrDirectory)
                : KnownKeys.ofLines(Files.readAllLines(fileOrDirectory));
        isFirst = false;
        return keys;
    }

    private KnownKeys readDirectory(Path directory) throws IOException {
        Map<Path, Entry> read = new HashMap<>();
        Map<Path, Object> broken = new HashMap<>();
        Map<String, String> userIds = new HashMap<>();
        for (Path file : certificates(directory)) {
            Object stamp = Reloaded.stamp(file);
            try {
                Entry entry = entry(file);
                if (userIds.putIfAbsent(entry.key, entry.userId) != null) {
                    throw new IllegalArgumentException("its public key is that of another certificate too");
                }
                read.put(file, entry);
            } catch (NoSuchFileException e) {
                continue; // it has gone meanwhile
            } catch (IOException | IllegalArgumentException e) {
                broken.put(file, stamp);
                Entry before = tell(file, stamp, e);
                if (before != null) {
                    userIds.putIfAbsent(before.key, before.userId);
                    read.put(file, before);
                }
            }
        }
        known = read;
        told = broken;
        return KnownKeys.ofUserIds(userIds);
    }

    private static List<Path> certificates(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> !file.getFileName().toString().endsWith(Certificate.SECRET_SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static Entry entry(Path file) throws IOException {
        Certificate certificate = Certificate.read(file);
        String name = certificate.name();
        return new Entry(
                certificate.publicKey(), name.isEmpty() ? file.getFileName().toString() : name);
    }

    /** Says that a certificate cannot be used, unless that is said; returns what it said before, null = nothing. */
    private @Nullable Entry tell(Path file, Object stamp, Exception cause) {
        Entry before = known.get(file);
        String what = "certificate '" + file.getFileName() + "': " + Reloaded.reason(cause);
        if (isFirst) {
            throw new IllegalArgumentException(what, cause);
        }
        if (!stamp.equals(told.get(file))) {
            String now = before == null ? "so it lets nobody in" : "so what it said before stays in force";
            LOG.log(System.Logger.Level.WARNING, "cannot use " + what + ", " + now);
        }
        return before;
    }
}
