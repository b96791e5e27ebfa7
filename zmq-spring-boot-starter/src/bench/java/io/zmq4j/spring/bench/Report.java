package io.zmq4j.spring.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the values of all runs; shows their medians, and rates also as a part of the first scenario's. */
final class Report {

    private final Map<Scenario, List<double[]>> values = new LinkedHashMap<>();

    Report(List<Scenario> scenarios) {
        scenarios.forEach(scenario -> values.put(scenario, new ArrayList<>()));
    }

    void add(Scenario scenario, double[] measured) {
        values.computeIfAbsent(scenario, each -> new ArrayList<>()).add(measured);
        System.out.println(scenario.name() + ": " + show(measured) + " " + scenario.unit());
    }

    void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("spring.md");
        Files.writeString(file, table());
        System.out.println(table());
        System.out.println("written to " + file);
    }

    private String table() {
        StringBuilder table = new StringBuilder("| 256 B over tcp, one process, Java "
                + Runtime.version().feature() + ", "
                + Runtime.getRuntime().availableProcessors()
                + " processors | median | lowest to highest | of the first |\n"
                + "|---|---|---|---|\n");
        double first = 0;
        for (Map.Entry<Scenario, List<double[]>> entry : values.entrySet()) {
            List<double[]> runs = entry.getValue();
            double[] median = at(runs, runs.size() / 2);
            first = first == 0 ? median[0] : first;
            boolean rate = median.length == 1;
            table.append("| ")
                    .append(entry.getKey().name())
                    .append(" | ")
                    .append(show(median))
                    .append(' ')
                    .append(entry.getKey().unit())
                    .append(" | ")
                    .append(show(at(runs, 0)))
                    .append(" to ")
                    .append(show(at(runs, runs.size() - 1)))
                    .append(" | ")
                    .append(rate ? String.format(Locale.ROOT, "%.0f %%", 100 * median[0] / first) : "")
                    .append(" |\n");
        }
        return table.toString();
    }

    /** Each value of a run by itself, the one of this rank among all runs. */
    private static double[] at(List<double[]> runs, int rank) {
        double[] result = new double[runs.get(0).length];
        for (int i = 0; i < result.length; i++) {
            int column = i;
            double[] sorted =
                    runs.stream().mapToDouble(run -> run[column]).sorted().toArray();
            result[i] = sorted[rank];
        }
        return result;
    }

    private static String show(double[] measured) {
        return String.join(
                " / ",
                Arrays.stream(measured)
                        .mapToObj(value -> String.format(Locale.ROOT, "%,.0f", value))
                        .toList());
    }
}
