package io.zmq4j.spring.integration.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the values of all runs; shows their medians and how often the one is better than the other. */
final class Report {

    private record Values(Scenario scenario, List<Double> ours, List<Double> theirs) {

        Values(Scenario scenario) {
            this(scenario, new ArrayList<>(), new ArrayList<>());
        }
    }

    private final Map<String, Values> values = new LinkedHashMap<>();

    void add(Scenario scenario, double[] ours, double[] theirs) {
        for (int i = 0; i < ours.length; i++) {
            String name = scenario.names().get(i);
            Values so = values.computeIfAbsent(name, each -> new Values(scenario));
            so.ours.add(ours[i]);
            so.theirs.add(theirs[i]);
            System.out.println(name + ": " + show(ours[i]) + " beside " + show(theirs[i]) + " " + scenario.unit());
        }
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("adapters.md");
        Files.writeString(file, table());
        System.out.println(table());
        System.out.println("written to " + file);
    }

    private String table() {
        StringBuilder table = new StringBuilder("| tcp, one process, Java "
                + Runtime.version().feature() + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors | | ours (lowest to highest) | spring-integration-zeromq (lowest to highest) | ratio |\n"
                + "|---|---|---|---|---|\n");
        values.forEach((name, measured) -> {
            double ours = at(measured.ours, measured.ours.size() / 2);
            double theirs = at(measured.theirs, measured.theirs.size() / 2);
            table.append("| ")
                    .append(String.join(
                            " | ",
                            name,
                            measured.scenario.unit(),
                            range(measured.ours),
                            range(measured.theirs),
                            String.format(
                                    Locale.ROOT,
                                    "%.1f",
                                    measured.scenario.moreIsBetter() ? ours / theirs : theirs / ours)))
                    .append(" |\n");
        });
        return table.toString();
    }

    private static String range(List<Double> runs) {
        return show(at(runs, runs.size() / 2)) + " (" + show(at(runs, 0)) + " to " + show(at(runs, runs.size() - 1))
                + ")";
    }

    private static double at(List<Double> runs, int rank) {
        return runs.stream().sorted().toList().get(rank);
    }

    private static String show(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.2f" : "%,.0f", value);
    }
}
