package io.zmq4j.bench.driver;

import java.util.List;

/** Scenarios that share a table. */
enum Group {
    THROUGHPUT("Throughput", Figure.MESSAGES),
    ROUND_TRIP("Round trip", Figure.P50),
    PUB_SUB("PUB/SUB, received in total", Figure.MESSAGES),
    FAN_IN("Fan-in", Figure.MESSAGES),
    CONNECTIONS("Connections, each with its handshake and one message", Figure.CONNECTIONS),
    MEMORY(
            "Memory of an idle connection",
            Figure.CLIENT_RSS,
            Figure.CLIENT_HEAP,
            Figure.SERVER_RSS,
            Figure.SERVER_HEAP),
    SUBSCRIPTIONS(
            "Many topics of one subscriber, at the publisher",
            Figure.TOPIC_RSS,
            Figure.TOPIC_HEAP,
            Figure.TOPIC_ONE,
            Figure.TOPIC_NEAR,
            Figure.TOPIC_FAR),
    START("Start of the process to its first reply", Figure.START);

    private final String title;
    private final List<Figure> figures;

    Group(String title, Figure... figures) {
        this.title = title;
        this.figures = List.of(figures);
    }

    String title() {
        return title;
    }

    /** A scenario has a row for each. */
    List<Figure> figures() {
        return figures;
    }
}
