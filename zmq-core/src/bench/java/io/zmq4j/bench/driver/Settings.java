package io.zmq4j.bench.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What to run, from system properties that begin with {@code bench.}; each has a default.
 *
 * @param scenarios those whose names contain one of the given words
 * @param peers in the order in which they alternate; empty = those that each scenario names
 * @param repetitions at most; see {@link Scenario#repetitions}
 * @param warmup on a JVM; see {@link Scenario#warmup}
 * @param java the executable for the peers on a JVM
 * @param jvmArgs for measurements with a window; those for another {@code java} than the driver's must be given
 */
record Settings(
        List<Scenario> scenarios,
        List<String> peers,
        int repetitions,
        Duration warmup,
        Duration nativeWarmup,
        Duration window,
        Duration budget,
        String java,
        List<String> jvmArgs,
        Path sources,
        Path output) {

    private static final String QUICK = "quick";

    /** Java from 22 on may call libsodium for CURVE, and warns when it is not told so. */
    private static final String JVM_ARGS =
            Runtime.version().feature() < 22 ? "-Xms1g -Xmx1g" : "-Xms1g -Xmx1g --enable-native-access=ALL-UNNAMED";

    /** A heap that begins small and grows with what lives, so that the resident set tells what is in use. */
    private static final List<String> MEMORY_ARGS = List.of("-XX:+UseSerialGC", "-Xms32m", "-Xmn8m", "-Xmx1g");

    /** As the former, but with room for a million topics, and for the messages that are made while they are matched. */
    private static final List<String> MANY_TOPICS_ARGS = List.of("-XX:+UseSerialGC", "-Xms64m", "-Xmn32m", "-Xmx2g");

    static Settings fromSystemProperties() {
        boolean quick = Boolean.parseBoolean(property(QUICK, "false"));
        return new Settings(
                scenarios(property("scenarios", "")),
                words(property("peers", "")),
                number("repetitions", quick ? 1 : 5),
                Duration.ofMillis(number("warmupMillis", quick ? 1_000 : 3_000)),
                Duration.ofMillis(number("nativeWarmupMillis", quick ? 200 : 500)),
                Duration.ofMillis(number("windowMillis", 1_000)),
                Duration.ofMinutes(number("budgetMinutes", 20)),
                property(
                        "java",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                List.of(property("jvmArgs", JVM_ARGS).split(" +")),
                Path.of(property("sources", "src/bench")),
                Path.of(property("output", "target/bench")));
    }

    List<String> jvmArgs(Group group) {
        return switch (group) {
            case MEMORY -> MEMORY_ARGS;
            case SUBSCRIPTIONS -> MANY_TOPICS_ARGS;
            case START -> List.of();
            case THROUGHPUT, ROUND_TRIP, PUB_SUB, FAN_IN, CONNECTIONS -> jvmArgs;
        };
    }

    private static List<Scenario> scenarios(String filter) {
        List<String> words = words(filter);
        List<Scenario> chosen = Scenarios.ALL.stream()
                .filter(scenario -> words.isEmpty() || words.stream().anyMatch(scenario.name()::contains))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("bench.scenarios is " + filter + ", which matches none of "
                    + Scenarios.ALL.stream().map(Scenario::name).toList());
        }
        return chosen;
    }

    private static List<String> words(String list) {
        return Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static int number(String name, int fallback) {
        String text = property(name, String.valueOf(fallback));
        try {
            int value = Integer.parseInt(text);
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("bench." + name + " is " + text + ", allowed: a number from 1", e);
        }
        throw new IllegalArgumentException("bench." + name + " is " + text + ", allowed: a number from 1");
    }

    private static String property(String name, String fallback) {
        String value = System.getProperty("bench." + name, "").strip();
        return value.isEmpty() ? fallback : value;
    }
}
