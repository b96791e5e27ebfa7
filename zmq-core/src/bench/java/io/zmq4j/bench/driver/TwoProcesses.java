package io.zmq4j.bench.driver;

import java.util.Map;

/** One program binds, another connects, and one of them measures during its window. */
record TwoProcesses(Program binds, Program connects, Program measures) implements Procedure {

    @Override
    public Outcome perform(Run run) throws InterruptedException {
        Child first = run.start(binds, run.endpoint());
        String endpoint = first.await("BOUND", run.deadline(), null).text();
        Child second = run.start(connects, endpoint);
        return measures == binds ? measure(run, first, second) : measure(run, second, first);
    }

    private Outcome measure(Run run, Child measuring, Child other) throws InterruptedException {
        measuring.await("WINDOW", run.deadline(), other);
        long cpuBefore = other.cpu().toNanos();
        Values before = allocation(run, other);
        Values result =
                Values.parse(measuring.await("RESULT", run.deadline(), other).text());
        long otherCpu = other.cpu().toNanos() - cpuBefore;
        Values after = allocation(run, other);
        Map<Figure, Double> figures = Windowed.figures(result, result.get("cpuNanos") + otherCpu);
        if (before.has("allocated") && after.get("sent") > before.get("sent")) {
            figures.put(
                    Figure.SENDER_ALLOCATION,
                    (after.get("allocated") - before.get("allocated")) / (after.get("sent") - before.get("sent")));
        }
        return Outcome.of(figures, (long) result.get("stalls"));
    }

    /** What the other end has allocated, if it is one that can be asked. */
    private Values allocation(Run run, Child other) throws InterruptedException {
        if (connects != Program.REMOTE_THR) {
            return Values.parse("");
        }
        other.tell("allocation");
        return Values.parse(other.await("ALLOCATION", run.deadline(), null).text());
    }
}
