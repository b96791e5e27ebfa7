package io.zmq4j;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Public keys of CURVE and the user id of each. Immutable. */
final class KnownKeys {

    private final Map<String, String> userIds = new HashMap<>();

    private KnownKeys() {}

    static KnownKeys of(Collection<String> publicKeys) {
        KnownKeys known = new KnownKeys();
        new LinkedHashSet<>(publicKeys).forEach(known::addLine);
        return known;
    }

    static KnownKeys ofUserIds(Map<String, String> userIdsByKey) {
        KnownKeys known = new KnownKeys();
        known.userIds.putAll(userIdsByKey);
        return known;
    }

    /** @throws IllegalArgumentException when a line has anything that is no key */
    static KnownKeys ofLines(List<String> lines) {
        KnownKeys known = new KnownKeys();
        known.addLines(lines);
        return known;
    }

    /** No key begins with {@code #}, as 5 characters that do would stand for more than 4 bytes. */
    private void addLines(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                addLine(line);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
    }

    /** A key, and a space and its user id if that is another one. */
    private void addLine(String line) {
        String[] words = line.split("\\s+", 2);
        CurveKeys.decode("public key", words[0]);
        add(words[0], words.length == 1 ? words[0] : words[1]);
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
