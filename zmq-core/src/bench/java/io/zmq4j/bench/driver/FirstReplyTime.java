package io.zmq4j.bench.driver;

import java.util.Map;

/** From the start of a client to its first reply, from a server that has answered another client before. */
record FirstReplyTime() implements Procedure {

    private static final double NANOS_PER_MILLI = 1e6;

    @Override
    public Outcome perform(Run run) throws InterruptedException {
        Child server = run.start(Program.LOCAL_LAT, run.endpoint());
        String endpoint = server.await("BOUND", run.deadline(), null).text();
        try (Child practice = run.start(Program.FIRST_REPLY, endpoint)) {
            practice.await("RESULT", run.deadline(), server);
        }
        long begin = System.nanoTime();
        Child client = run.start(Program.FIRST_REPLY, endpoint);
        long end = client.await("RESULT", run.deadline(), server).nanos();
        return Outcome.of(Map.of(Figure.START, (end - begin) / NANOS_PER_MILLI), 0);
    }
}
