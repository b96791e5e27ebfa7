package io.zmq4j.bench.driver;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** What was measured on what, for the head of the report. */
final class Environment {

    private static final String JEROMQ_PROPERTIES = "/META-INF/maven/org.zeromq/jeromq/pom.properties";
    private static final String UNKNOWN = "unknown";

    private Environment() {}

    static List<String> lines(Settings settings, Programs programs) throws IOException {
        return List.of(
                machine() + "; " + firstLine("Runtime Environment", settings.java(), "-version") + " "
                        + flags(settings, Group.THROUGHPUT) + "; JeroMQ " + jeroMq() + "; libzmq " + libzmq(programs),
                settings.repetitions() + " repetitions where no other number n is named, peers interleaved, fresh"
                        + " processes; warm-up " + settings.warmup().toMillis()
                        + " ms (fan-in: twice that, connections, memory, topics and start: half; C: "
                        + settings.nativeWarmup().toMillis() + " ms), window "
                        + settings.window().toMillis() + " ms; every option at its default, but high-water marks 16 for"
                        + " 1 MiB, none for subscriptions; backlog 4096 for many connections",
                "memory: JVM with " + flags(settings, Group.MEMORY) + ", many topics: with "
                        + flags(settings, Group.SUBSCRIPTIONS) + ", after collections; start: JVM without flags");
    }

    private static String flags(Settings settings, Group group) {
        return String.join(" ", settings.jvmArgs(group));
    }

    private static String machine() throws IOException {
        Path info = Path.of("/proc/cpuinfo");
        String model = Files.isReadable(info)
                ? Files.readAllLines(info).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(UNKNOWN)
                : System.getProperty("os.arch");
        return Runtime.getRuntime().availableProcessors() + " processors (" + model + "), "
                + System.getProperty("os.name") + " " + System.getProperty("os.version");
    }

    private static String jeroMq() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream(JEROMQ_PROPERTIES)) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", UNKNOWN);
    }

    private static String libzmq(Programs programs) throws IOException {
        Path binary = programs.binary();
        return binary == null
                ? "through JNA (no compiler or no zmq.h)"
                : firstLine("VERSION", binary.toString(), "version").replace("VERSION ", "") + " in C";
    }

    /** The first line of what a command writes that contains this text. */
    private static String firstLine(String text, String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines().filter(line -> line.contains(text)).findFirst().orElse(UNKNOWN);
        }
    }
}
