package io.zmq4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Public keys of CURVE and the user id of each. Immutable. */
final class KnownKeys {

    private final Map<String, String> userIds = new HashMap<>();

    private KnownKeys() {}

    static KnownKeys of(Collection<String> publicKeys) {
        KnownKeys known = new KnownKeys();
        for (String key : publicKeys) {
            CurveKeys.decode("public key", key);
            known.userIds.put(key, key);
        }
        return known;
    }

    /** @throws IllegalArgumentException when there is anything that is no key */
    static KnownKeys read(Path fileOrDirectory) throws IOException {
        KnownKeys known = new KnownKeys();
        if (Files.isDirectory(fileOrDirectory)) {
            for (Path file : certificates(fileOrDirectory)) {
                known.addCertificate(file);
            }
        } else {
            known.addLines(Files.readAllLines(fileOrDirectory));
        }
        return known;
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

    private void addCertificate(Path file) throws IOException {
        Path name = file.getFileName();
        try {
            Certificate certificate = Certificate.read(file);
            add(certificate.publicKey(), certificate.name().isEmpty() ? name.toString() : certificate.name());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("certificate '" + name + "': " + e.getMessage(), e);
        }
    }

    /** No key begins with {@code #}, as 5 characters that do would stand for more than 4 bytes. */
    private void addLines(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] words = line.split("\\s+", 2);
            try {
                CurveKeys.decode("public key", words[0]);
                add(words[0], words.length == 1 ? words[0] : words[1]);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
    }

    private void add(String key, String userId) {
        if (userIds.putIfAbsent(key, userId) != null) {
            throw new IllegalArgumentException("the public key " + key + " is there twice, allowed: once");
        }
    }

    /** Null = not one of these keys. */
    @Nullable
    String userId(String key) {
        return userIds.get(key);
    }

    /** Their number alone. */
    @Override
    public String toString() {
        return userIds.size() + " keys";
    }
}
