package io.zmq4j.bench.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The results as one Markdown table, with every failure and stall below it. */
final class Report {

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
        List<String> lines = new ArrayList<>();
        lines.add("# Benchmark");
        lines.add("");
        environment.forEach(line -> lines.add("- " + line));
        lines.add("- raw tcp round trip of 32 B between two threads, before each repetition: "
                + micros(Statistics.of(probes)));
        lines.add("");
        lines.addAll(table());
        lines.add("");
        lines.add("A cell is the median (min..max) of the repetitions. A ratio says how many times as fast "
                + settings.peers().get(0) + " is: the median of the ratios within each repetition, above 1 = faster. "
                + "CPU is the processor time of both processes for one message or round trip.");
        lines.add("");
        lines.addAll(troubles());
        return String.join("\n", lines) + "\n";
    }

    private List<String> table() {
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder("| scenario | unit |");
        settings.peers().forEach(peer -> header.append(' ').append(peer).append(" |"));
        others().forEach(other -> header.append(" to ").append(other).append(" |"));
        settings.peers().forEach(peer -> header.append(" CPU us ").append(peer).append(" |"));
        lines.add(header.toString());
        lines.add("|---".repeat(2 + settings.peers().size() * 2 + others().size()) + "|");
        for (Scenario scenario : settings.scenarios()) {
            lines.add(row(scenario));
            if (!scenario.kind().isRate()) {
                lines.add(percentileRow(scenario));
            }
        }
        return lines;
    }

    private String row(Scenario scenario) {
        boolean rate = scenario.kind().isRate();
        StringBuilder row = new StringBuilder("| " + scenario.name() + " | " + (rate ? "msg/s" : "p50 us") + " |");
        for (String peer : settings.peers()) {
            Statistics scores = results.statistics(scenario, peer, Outcome::score);
            row.append(' ').append(rate ? counts(scores) : micros(scores)).append(" |");
        }
        for (String other : others()) {
            row.append(' ')
                    .append(ratio(results.ratio(scenario, settings.peers().get(0), other)))
                    .append(" |");
        }
        for (String peer : settings.peers()) {
            Statistics cpu = results.statistics(scenario, peer, Outcome::cpuMicros);
            row.append(' ')
                    .append(cpu.count() == 0 ? "-" : format("%.3f", cpu.median()))
                    .append(" |");
        }
        return row.toString();
    }

    private String percentileRow(Scenario scenario) {
        StringBuilder row = new StringBuilder("| " + scenario.name() + " | p99 us |");
        for (String peer : settings.peers()) {
            row.append(' ')
                    .append(micros(results.statistics(scenario, peer, Outcome::p99Micros)))
                    .append(" |");
        }
        return row + " |".repeat(others().size() + settings.peers().size());
    }

    private List<String> troubles() {
        List<String> lines = new ArrayList<>();
        for (Scenario scenario : settings.scenarios()) {
            for (String peer : settings.peers()) {
                List<Outcome> outcomes = results.of(scenario, peer);
                for (int i = 0; i < outcomes.size(); i++) {
                    Outcome outcome = outcomes.get(i);
                    String run = "- " + scenario.name() + ", " + peer + ", repetition " + (i + 1) + ": ";
                    if (!outcome.isSuccess()) {
                        lines.add(run + "failed: " + outcome.failure());
                    } else if (outcome.stalls() > 0) {
                        lines.add(run + outcome.stalls() + " stalls of more than 100 ms");
                    }
                }
            }
        }
        return lines.isEmpty() ? List.of("No failures, no stalls.") : lines;
    }

    private List<String> others() {
        return settings.peers().subList(1, settings.peers().size());
    }

    private static String counts(Statistics s) {
        return s.count() == 0 ? "failed" : format("%,.0f (%,.0f..%,.0f)", s.median(), s.min(), s.max());
    }

    private static String micros(Statistics s) {
        return s.count() == 0 ? "failed" : format("%.1f (%.1f..%.1f)", s.median(), s.min(), s.max());
    }

    private static String ratio(Statistics s) {
        return s.count() == 0 ? "-" : format("x%.2f (%.2f..%.2f)", s.median(), s.min(), s.max());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
