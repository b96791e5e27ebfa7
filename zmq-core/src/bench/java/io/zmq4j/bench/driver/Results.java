package io.zmq4j.bench.driver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

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

    Statistics statistics(Scenario scenario, String peer, ToDoubleFunction<Outcome> figure) {
        return Statistics.of(of(scenario, peer).stream()
                .filter(Outcome::isSuccess)
                .map(outcome -> figure.applyAsDouble(outcome))
                .toList());
    }

    /** How many times as fast the first peer is as the second, over the repetitions in which both have a result. */
    Statistics ratio(Scenario scenario, String peer, String other) {
        List<Outcome> ours = of(scenario, peer);
        List<Outcome> theirs = of(scenario, other);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            Outcome a = ours.get(i);
            Outcome b = theirs.get(i);
            if (a.isSuccess() && b.isSuccess()) {
                ratios.add(scenario.kind().isRate() ? a.score() / b.score() : b.score() / a.score());
            }
        }
        return Statistics.of(ratios);
    }
}
