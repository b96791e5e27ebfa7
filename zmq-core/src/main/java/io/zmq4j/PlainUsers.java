package io.zmq4j;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and the digests of their passwords. Digests, as two of them are compared in the same time whatever the lengths of
 * the passwords are. Immutable.
 */
final class PlainUsers {

    private final Map<String, byte[]> digests;

    private PlainUsers(Map<String, byte[]> digests) {
        this.digests = digests;
    }

    static PlainUsers of(Map<String, String> users) {
        Map<String, byte[]> digests = new HashMap<>();
        users.forEach((name, password) -> digests.put(name, digest(password.getBytes(StandardCharsets.UTF_8))));
        return new PlainUsers(digests);
    }

    /** @throws IllegalArgumentException when a line is not {@code name=password}, or a name comes twice */
    static PlainUsers read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        Map<String, String> users = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("line " + (i + 1) + " is not name=password");
            }
            if (users.put(name, line.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "line " + (i + 1) + " names '" + name + "' again, allowed: one line for each name");
            }
        }
        return of(users);
    }

    /** Whether it is the password of this name. An unknown name takes as long as a known one. */
    boolean knows(String name, byte[] password) {
        byte[] given = digest(password);
        byte[] known = digests.get(name);
        boolean same = MessageDigest.isEqual(given, known == null ? new byte[given.length] : known);
        return same && known != null;
    }

    private static byte[] digest(byte[] password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no SHA-256", e);
        }
    }

    /** Their number alone. */
    @Override
    public String toString() {
        return digests.size() + " users";
    }
}
