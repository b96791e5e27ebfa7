package io.zmq4j.testing;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The file descriptors of this process. */
final class Descriptors {

    private static final Path LINUX = Path.of("/proc/self/fd");

    private Descriptors() {}

    /** How many are open for communication: sockets, pipes, selectors. Elsewhere than on Linux, how many there are. */
    static long count() {
        if (Files.isDirectory(LINUX)) {
            return targets().size();
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
    }

    /** What they are, for the message of a failure. */
    static List<String> targets() {
        if (!Files.isDirectory(LINUX)) {
            return List.of();
        }
        // jars and class files come and go with the class loader; what a context opens is never a path
        try (Stream<Path> entries = Files.list(LINUX)) {
            return entries.map(Descriptors::target)
                    .filter(target -> !target.isEmpty() && !target.startsWith("/"))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new IllegalStateException("cannot list " + LINUX, e);
        }
    }

    private static String target(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /** {@link #targets}, with what the system knows of the sockets among them: addresses, state, queues. */
    static List<String> described() {
        Map<String, String> sockets = new HashMap<>();
        for (String table : List.of("tcp", "tcp6", "udp", "udp6", "unix")) {
            for (String line : lines(Path.of("/proc/self/net", table))) {
                Arrays.stream(line.trim().split("\\s+"))
                        .forEach(field ->
                                sockets.merge("socket:[" + field + "]", table + " " + line.trim(), (a, b) -> a));
            }
        }
        return targets().stream()
                .map(target -> sockets.containsKey(target) ? target + " " + sockets.get(target) : target)
                .collect(Collectors.toList());
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            return List.of(); // this kind of socket does not exist here
        }
    }
}
