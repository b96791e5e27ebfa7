package io.zmq4j.bench.driver;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One Markdown table: a row for each scenario, figure and peer of our own, with the peers to compare with beside. */
final class Table {

    private static final List<String> REFERENCES = List.of("jeromq", "libzmq", "libzmq-jna");

    /** Figures that stand beside the processor time they cost. */
    private static final Set<Figure> WITH_CPU = EnumSet.of(Figure.MESSAGES, Figure.P50);

    private final String title;
    private final List<Figure> figures;
    private final List<Scenario> scenarios;
    private final Results results;
    private final int repetitions;
    private final List<String> subjects;
    private final List<String> references;

    Table(String title, List<Figure> figures, List<Scenario> scenarios, Settings settings, Results results) {
        this.title = title;
        this.figures = figures;
        this.scenarios = scenarios;
        this.results = results;
        this.repetitions = settings.repetitions();
        List<String> peers = scenarios.stream()
                .flatMap(scenario -> scenario.peers(settings.peers()).stream())
                .distinct()
                .filter(this::hasSomethingToSay)
                .sorted(Comparator.comparing(Scenario.RAW::equals)) // last
                .toList();
        List<String> own =
                peers.stream().filter(peer -> !REFERENCES.contains(peer)).toList();
        this.subjects = own.isEmpty() ? peers.subList(0, Math.min(1, peers.size())) : own;
        this.references = REFERENCES.stream()
                .filter(peer -> peers.contains(peer) && !subjects.contains(peer))
                .toList();
    }

    private boolean hasSomethingToSay(String peer) {
        return scenarios.stream().anyMatch(scenario -> figures.stream()
                .anyMatch(figure -> !result(scenario, figure, peer).equals(Cells.NONE)));
    }

    List<String> lines() {
        Figure first = figures.get(0);
        List<String> header = header(first);
        List<String> lines = new ArrayList<>();
        lines.add("### " + title + ": " + first.unit() + ", " + first.direction());
        lines.add("");
        lines.add(row(header));
        lines.add(row(Collections.nCopies(header.size(), "---")));
        for (Scenario scenario : scenarios) {
            for (Figure figure : figures) {
                lines.addAll(rows(scenario, figure));
            }
        }
        lines.add("");
        return lines;
    }

    private List<String> header(Figure first) {
        String result = first.companions().isEmpty()
                ? "result"
                : first.title() + " (min..max), "
                        + first.companions().stream().map(Figure::title).collect(Collectors.joining(", "));
        List<String> cells = new ArrayList<>(List.of("scenario", "peer", result));
        cells.addAll(references);
        references.forEach(reference -> cells.add("to " + reference));
        if (WITH_CPU.contains(first)) {
            cells.add("CPU us, peer"
                    + String.join(
                            "", references.stream().map(each -> " / " + each).toList()));
        }
        return cells;
    }

    private List<String> rows(Scenario scenario, Figure figure) {
        String name = figures.size() == 1 ? scenario.name() : scenario.name() + ", " + figure.title();
        List<String> rows = new ArrayList<>();
        for (String peer : subjects) {
            if (!results.of(scenario, peer).isEmpty()) {
                List<String> shown = rows.isEmpty() ? references : List.of();
                rows.add(row(cells(scenario, figure, peer, rows.isEmpty() ? name : "", shown)));
            }
        }
        return rows;
    }

    /** @param shown the references whose own results this row shows: the first row of a scenario has them all */
    private List<String> cells(Scenario scenario, Figure figure, String peer, String name, List<String> shown) {
        List<String> cells = new ArrayList<>(List.of(name, peer, result(scenario, figure, peer)));
        references.forEach(each -> cells.add(shown.contains(each) ? result(scenario, figure, each) : ""));
        references.forEach(each -> cells.add(ratio(scenario, figure, peer, each)));
        if (WITH_CPU.contains(figures.get(0))) {
            StringBuilder cpu = new StringBuilder(cpu(scenario, peer));
            shown.forEach(each -> cpu.append(" / ").append(cpu(scenario, each)));
            cells.add(cpu.toString());
        }
        return cells;
    }

    private String result(Scenario scenario, Figure figure, String peer) {
        List<Outcome> outcomes = results.of(scenario, peer);
        Statistics statistics = results.statistics(scenario, peer, figure);
        long failures =
                outcomes.stream().filter(outcome -> !outcome.isSuccess()).count();
        if (statistics.count() == 0) {
            return failures == 0
                    ? Cells.NONE
                    : outcomes.stream().allMatch(Outcome::isSupported) ? "failed" : "not supported";
        }
        StringBuilder cell = new StringBuilder(Cells.spread(statistics));
        figure.companions()
                .forEach(each -> cell.append(", ").append(Cells.median(results.statistics(scenario, peer, each))));
        if (failures > 0) {
            cell.append(", ")
                    .append(failures)
                    .append(" of ")
                    .append(outcomes.size())
                    .append(" failed");
        } else if (outcomes.size() < repetitions) {
            cell.append(", n=").append(outcomes.size());
        }
        return cell.toString();
    }

    private String ratio(Scenario scenario, Figure figure, String peer, String reference) {
        Statistics ratio = results.ratio(scenario, peer, reference, figure);
        if (ratio.count() == 0) {
            return Cells.NONE;
        }
        StringBuilder cell = new StringBuilder(Cells.ratio(ratio));
        figure.companions().forEach(each -> cell.append(", ")
                .append(Cells.factor(results.ratio(scenario, peer, reference, each))));
        return cell.toString();
    }

    private String cpu(Scenario scenario, String peer) {
        return Cells.median(results.statistics(scenario, peer, Figure.CPU));
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }
}
