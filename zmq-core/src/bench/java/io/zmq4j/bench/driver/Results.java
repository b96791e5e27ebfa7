package io.zmq4j.bench.driver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The outcomes of every run, by scenario and peer; the n-th of a peer belongs to the n-th repetition. */
final class Results {

    private final Map<Scenario, Map<String, List<Outcome>>> outcomes = new LinkedHashMap<>();

    void add(Scenario scenario, String peer, Outcome outcome) {
        outcomes.computeIfAbsent(scenario, key -> new LinkedHashMap<>())
                .computeIfAbsent(peer, key -> new ArrayList<>())
                .add(outcome);
    }

    List<Outcome> of(Scenario scenario, String peer) {
        return outcomes.getOrDefault(scenario, Map.of()).getOrDefault(peer, List.of());
    }

    boolean has(Scenario scenario) {
        return outcomes.containsKey(scenario);
    }

    /** Whether any run of any peer has this figure. */
    boolean has(Scenario scenario, Figure figure) {
        return outcomes.getOrDefault(scenario, Map.of()).values().stream()
                .flatMap(List::stream)
                .anyMatch(outcome -> !Double.isNaN(outcome.figure(figure)));
    }

    Statistics statistics(Scenario scenario, String peer, Figure figure) {
        return Statistics.of(of(scenario, peer).stream()
                .map(outcome -> outcome.figure(figure))
                .filter(value -> !value.isNaN())
                .toList());
    }

    /** How many times as good the first peer is as the second, over the repetitions in which both have a result. */
    Statistics ratio(Scenario scenario, String peer, String other, Figure figure) {
        List<Outcome> ours = of(scenario, peer);
        List<Outcome> theirs = of(scenario, other);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            double ratio =
                    figure.ratio(ours.get(i).figure(figure), theirs.get(i).figure(figure));
            if (!Double.isNaN(ratio)) {
                ratios.add(ratio);
            }
        }
        return Statistics.of(ratios);
    }
}
