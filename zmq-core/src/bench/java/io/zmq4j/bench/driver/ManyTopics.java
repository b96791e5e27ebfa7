package io.zmq4j.bench.driver;

import java.util.EnumMap;
import java.util.Map;

/** What a publisher holds for many topics of one subscriber, and how long it takes to match a message with them. */
record ManyTopics(int topics) implements Procedure {

    private static final double PICOS_PER_NANO = 1e3;

    @Override
    public Outcome perform(Run run) throws InterruptedException {
        Child publisher = run.start(Program.MATCHER, run.endpoint());
        String endpoint = publisher.await("BOUND", run.deadline(), null).text();
        Values before = publisher.memory(run.deadline());
        Child subscriber = run.start(Program.TEACHER, endpoint);
        subscriber.await("WINDOW", run.deadline(), publisher);
        Values after = publisher.memory(run.deadline());
        publisher.tell("go");
        Values result = Values.parse(
                publisher.await("RESULT", run.deadline(), subscriber).text());
        Map<Figure, Double> figures = new EnumMap<>(Figure.class);
        put(figures, Figure.TOPIC_RSS, "rss", before, after);
        put(figures, Figure.TOPIC_HEAP, "heap", before, after);
        figures.put(Figure.TOPIC_ONE, result.get("onePicos") / PICOS_PER_NANO);
        figures.put(Figure.TOPIC_NEAR, result.get("nearPicos") / PICOS_PER_NANO);
        figures.put(Figure.TOPIC_FAR, result.get("farPicos") / PICOS_PER_NANO);
        return Outcome.of(figures, 0);
    }

    private void put(Map<Figure, Double> figures, Figure figure, String name, Values before, Values after) {
        if (before.has(name)) {
            figures.put(figure, (after.get(name) - before.get(name)) / topics);
        }
    }
}
