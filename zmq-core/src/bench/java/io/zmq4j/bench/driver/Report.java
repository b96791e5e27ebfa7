package io.zmq4j.bench.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as Markdown: what they were measured on, a table for each group, every failure and stall. */
final class Report {

    private static final String LEGEND = "a result is the median (min..max) of the repetitions; a ratio says how many"
            + " times as good the peer of the row is: the median of the ratios within each repetition, above 1 ="
            + " better; CPU is the processor time of both processes for one message or round trip";

    private final Settings settings;
    private final Results results;
    private final List<Double> probes;
    private final List<String> environment;

    Report(Settings settings, Results results, List<Double> probes, List<String> environment) {
        this.settings = settings;
        this.results = results;
        this.probes = probes;
        this.environment = environment;
    }

    String markdown() {
        List<String> lines = new ArrayList<>(List.of("# Benchmark", ""));
        environment.forEach(line -> lines.add("- " + line));
        Statistics probe = Statistics.of(probes);
        lines.add(String.format(
                Locale.ROOT,
                "- plain tcp round trip of 32 B between two threads, before each repetition: %.1f us (%.1f..%.1f)",
                probe.median(),
                probe.min(),
                probe.max()));
        lines.add("- " + LEGEND);
        lines.add("");
        for (Group group : Group.values()) {
            lines.addAll(table(group.title(), group.figures(), finished(group)));
        }
        List<Scenario> counted = finished(Group.THROUGHPUT).stream()
                .filter(scenario -> results.has(scenario, Figure.SENDER_ALLOCATION))
                .toList();
        lines.addAll(table("Allocation", List.of(Figure.SENDER_ALLOCATION), counted));
        lines.addAll(troubles());
        return String.join("\n", lines) + "\n";
    }

    private List<Scenario> finished(Group group) {
        return settings.scenarios().stream()
                .filter(scenario -> scenario.group() == group && results.has(scenario))
                .toList();
    }

    private List<String> table(String title, List<Figure> figures, List<Scenario> scenarios) {
        return scenarios.isEmpty() ? List.of() : new Table(title, figures, scenarios, settings, results).lines();
    }

    private List<String> troubles() {
        List<String> lines = new ArrayList<>();
        for (Scenario scenario : settings.scenarios()) {
            for (String peer : scenario.peers(settings.peers())) {
                List<Outcome> outcomes = results.of(scenario, peer);
                for (int i = 0; i < outcomes.size(); i++) {
                    String trouble = outcomes.get(i).trouble();
                    if (!trouble.isEmpty()) {
                        lines.add("- " + scenario.name() + ", " + peer + ", repetition " + (i + 1) + ": " + trouble);
                    }
                }
            }
        }
        return lines.isEmpty() ? List.of("No failures, no stalls.") : lines;
    }
}
