package io.zmq4j.bench.driver;

import java.util.Map;

/** The time from the word to begin until a message of every connection has arrived, after some for practice. */
record ConnectionRate(int connections) implements Procedure {

    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public Outcome perform(Run run) throws InterruptedException {
        Child server = run.start(Program.ACCEPTOR, run.endpoint());
        Child client = run.start(
                Program.CONNECTOR, server.await("BOUND", run.deadline(), null).text());
        server.await("WINDOW", run.deadline(), client);
        long begin = System.nanoTime();
        client.tell("go");
        long end = server.await("RESULT", run.deadline(), client).nanos();
        return Outcome.of(Map.of(Figure.CONNECTIONS, connections * NANOS_PER_SECOND / (end - begin)), 0);
    }
}
