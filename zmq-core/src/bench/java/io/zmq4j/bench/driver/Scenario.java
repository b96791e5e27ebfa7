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
 * @param mostRepetitions for what is slow or steady
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

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(30);
    private static final int FEW = 3;

    static Scenario of(String name, Group group, Procedure procedure, String endpoint, Map<String, String> arguments) {
        return new Scenario(name, group, procedure, endpoint, arguments, List.of(), Integer.MAX_VALUE, PATIENCE);
    }

    Scenario with(String... more) {
        return new Scenario(name, group, procedure, endpoint, arguments, List.of(more), mostRepetitions, patience);
    }

    /** The same with three repetitions at most and more patience. */
    Scenario asLargeOne() {
        return new Scenario(name, group, procedure, endpoint, arguments, variants, FEW, LONG_PATIENCE);
    }

    /** The peers to run, in the order in which they alternate. */
    List<String> peers(List<String> chosen) {
        return chosen.isEmpty()
                ? Stream.concat(USUAL_PEERS.stream(), variants.stream()).toList()
                : chosen.stream()
                        .filter(peer -> !peer.equals(RAW) || variants.contains(RAW))
                        .toList();
    }

    int repetitions(int chosen) {
        return Math.min(chosen, mostRepetitions);
    }
}
