package io.zmq4j.bench.driver;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One line of a table.
 *
 * @param endpoint where the first program binds
 * @param arguments what its programs are told beside the usual
 * @param variants peers beside those of every scenario
 * @param mostRepetitions fewer for what takes long
 * @param patience how long it may take beside warm-up and window
 */
record Scenario(
        String name,
        Group group,
        Procedure procedure,
        String endpoint,
        Map<String, String> arguments,
        List<String> variants,
        int mostRepetitions,
        Duration patience) {

    static final String RAW = "raw";

    private static final List<String> USUAL_PEERS = List.of("zmq4j", "jeromq", "libzmq");

    private static final Duration PATIENCE = Duration.ofSeconds(7);
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(30);
    private static final int FEW = 3;

    static Scenario of(String name, Group group, Procedure procedure, String endpoint, Map<String, String> arguments) {
        return new Scenario(name, group, procedure, endpoint, arguments, List.of(), Integer.MAX_VALUE, PATIENCE);
    }

    Scenario with(String... more) {
        return new Scenario(name, group, procedure, endpoint, arguments, List.of(more), mostRepetitions, patience);
    }

    /** The same with few repetitions. */
    Scenario rarely() {
        return new Scenario(name, group, procedure, endpoint, arguments, variants, FEW, patience);
    }

    /** The same with at most two repetitions. */
    Scenario twice() {
        return new Scenario(name, group, procedure, endpoint, arguments, variants, 2, patience);
    }

    /** The same with more patience. */
    Scenario patiently() {
        return new Scenario(name, group, procedure, endpoint, arguments, variants, mostRepetitions, LONG_PATIENCE);
    }

    /** The peers to run, in the order in which they alternate. */
    List<String> peers(List<String> chosen) {
        return chosen.isEmpty()
                ? Stream.concat(USUAL_PEERS.stream(), variants.stream()).toList()
                : chosen.stream()
                        .filter(peer -> !peer.equals(RAW) || variants.contains(RAW))
                        .toList();
    }

    /** How often a peer runs. Variants tell about this library rather than compare, so they run less often. */
    int repetitions(String peer, Settings settings) {
        boolean isVariant = settings.peers().isEmpty() && variants.contains(peer);
        return Math.min(settings.repetitions(), isVariant ? FEW : mostRepetitions);
    }

    /** From the first message to the measurement, on a JVM. */
    Duration warmup(Settings settings) {
        return switch (group) {
            case THROUGHPUT, ROUND_TRIP, PUB_SUB -> settings.warmup();
            // its code is compiled later, as messages are rare until all are connected
            case FAN_IN -> settings.warmup().multipliedBy(2);
            case CONNECTIONS, MEMORY, SUBSCRIPTIONS, START -> settings.warmup().dividedBy(2);
        };
    }
}
