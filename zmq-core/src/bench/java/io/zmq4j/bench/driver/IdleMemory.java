package io.zmq4j.bench.driver;

import java.util.EnumMap;
import java.util.Map;

/** What both processes hold before and after many connections, once each of these has carried its message. */
record IdleMemory(int connections) implements Procedure {

    private static final double KIB = 1 << 10;

    @Override
    public Outcome perform(Run run) throws InterruptedException {
        Child server = run.start(Program.ACCEPTOR, run.endpoint());
        Child client = run.start(
                Program.CONNECTOR, server.await("BOUND", run.deadline(), null).text());
        server.await("WINDOW", run.deadline(), client);
        Values clientBefore = client.memory(run.deadline());
        Values serverBefore = server.memory(run.deadline());
        client.tell("go");
        server.await("RESULT", run.deadline(), client);
        Values clientAfter = client.memory(run.deadline());
        Values serverAfter = server.memory(run.deadline());
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        put(figures, Figure.CLIENT_RSS, "rss", clientBefore, clientAfter);
        put(figures, Figure.CLIENT_HEAP, "heap", clientBefore, clientAfter);
        put(figures, Figure.SERVER_RSS, "rss", serverBefore, serverAfter);
        put(figures, Figure.SERVER_HEAP, "heap", serverBefore, serverAfter);
        return Outcome.of(figures, 0);
    }

    private void put(Map<Figure, Double> figures, Figure figure, String name, Values before, Values after) {
        if (before.has(name)) {
            figures.put(figure, (after.get(name) - before.get(name)) / connections / KIB);
        }
    }
}
