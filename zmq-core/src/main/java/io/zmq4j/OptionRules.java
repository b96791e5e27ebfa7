package io.zmq4j;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** What the records of {@link SocketConfig} ask of their values. Refusals name the option, its value and what is allowed. */
final class OptionRules {

    private static final Pattern ORIGIN = Pattern.compile("null|[a-z][a-z0-9+.-]*://[^/?#\\s]+");
    private static final int HIGHEST_PORT = 65_535;
    private static final int LONGEST = 255;

    private OptionRules() {}

    /** Below zero stands for no limit. */
    static Duration orForever(Duration duration) {
        return duration.isNegative() ? SocketConfig.FOREVER : duration;
    }

    static void notNegative(String name, Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " is " + duration + ", allowed: zero or more");
        }
    }

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed: from " + least);
        }
    }

    /** Up to 255 bytes in UTF-8. */
    static void notTooLong(String name, String text) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > LONGEST) {
            throw new IllegalArgumentException(name + " has " + size + " bytes, allowed: up to " + LONGEST);
        }
    }

    /** Names of users or groups, copied. */
    static Set<String> notBlank(String name, Set<String> names) {
        if (names.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(name + " has '', allowed: names, or nothing for everybody");
        }
        return Set.copyOf(names);
    }

    /** Names of properties for peers. */
    static void metadataNames(Set<String> names) {
        for (String name : names) {
            boolean visible = name.chars().allMatch(c -> c > ' ' && c <= '~');
            if (!name.startsWith("X-") || name.length() > LONGEST || !visible) {
                throw new IllegalArgumentException("metadata property '" + name
                        + "' must begin with X- and have at most 255 visible ASCII characters");
            }
        }
    }

    /** {@code host:port}, or nothing. */
    static void proxy(String proxy) {
        if (proxy.isEmpty()) {
            return;
        }
        int colon = proxy.lastIndexOf(':');
        String host = proxy.substring(0, Math.max(colon, 0));
        boolean bare = host.indexOf(':') >= 0 && !(host.startsWith("[") && host.endsWith("]"));
        if (host.isEmpty() || bare || host.chars().anyMatch(c -> c <= ' ' || c == '/') || port(proxy) < 1) {
            throw new IllegalArgumentException(
                    "socksProxy is '" + proxy + "', allowed: host:port such as proxy:1080 or [fd00::1]:1080");
        }
    }

    private static int port(String proxy) {
        String digits = proxy.substring(proxy.lastIndexOf(':') + 1);
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int port = number ? Integer.parseInt(digits) : 0;
        return port <= HIGHEST_PORT ? port : 0;
    }

    static void origins(Set<String> origins) {
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException("wsAllowedOrigins has '" + origin
                        + "', allowed: scheme://host, scheme://host:port, null, or nothing for all");
            }
        }
    }

    static void routingId(byte[] routingId) {
        if (routingId.length > LONGEST || routingId.length > 0 && routingId[0] == 0) {
            throw new IllegalArgumentException("routingId has " + routingId.length + " bytes"
                    + (routingId.length > LONGEST ? "" : " and begins with a zero byte")
                    + ", allowed: up to 255 bytes that do not begin with a zero byte");
        }
    }
}
