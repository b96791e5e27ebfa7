package io.zmq4j.bench.driver;

/** Both ends within one program. */
record OneProcess(Program program) implements Procedure {

    @Override
    public Outcome perform(Run run) throws InterruptedException {
        Child only = run.start(program, run.endpoint());
        only.await("WINDOW", run.deadline(), null);
        Values result = Values.parse(only.await("RESULT", run.deadline(), null).text());
        return Outcome.of(Windowed.figures(result, result.get("cpuNanos")), (long) result.get("stalls"));
    }
}
