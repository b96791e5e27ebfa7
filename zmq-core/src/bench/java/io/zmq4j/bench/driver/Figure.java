package io.zmq4j.bench.driver;

import java.util.List;

/** Something that a run measures. */
enum Figure {
    MESSAGES("messages", "msg/s", true),
    P999("p99.9", "us", false),
    P99("p99", "us", false),
    P50("p50", "us", false, P99, P999),
    CONNECTIONS("connections", "connections/s", true),
    CLIENT_RSS("client, resident set", "KiB a connection", false),
    CLIENT_HEAP("client, heap", "KiB a connection", false),
    SERVER_RSS("server, resident set", "KiB a connection", false),
    SERVER_HEAP("server, heap", "KiB a connection", false),
    TOPIC_RSS("resident set, B a topic", "B or ns", false),
    TOPIC_HEAP("heap, B a topic", "B or ns", false),
    TOPIC_ONE("a message that matches one, ns", "B or ns", false),
    TOPIC_NEAR("a message that nearly matches, ns", "B or ns", false),
    TOPIC_FAR("a message unlike all topics, ns", "B or ns", false),
    START("start", "ms", false),
    RECEIVER_ALLOCATION("receiver", "B a message", false),
    SENDER_ALLOCATION("sender", "B a message", false, RECEIVER_ALLOCATION),
    CPU("CPU", "us", false);

    private final String title;
    private final String unit;
    private final boolean moreIsBetter;
    private final List<Figure> companions;

    Figure(String title, String unit, boolean moreIsBetter, Figure... companions) {
        this.title = title;
        this.unit = unit;
        this.moreIsBetter = moreIsBetter;
        this.companions = List.of(companions);
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    /** Those that a table shows in the cell of this one. */
    List<Figure> companions() {
        return companions;
    }

    String direction() {
        return moreIsBetter ? "more is better" : "less is better";
    }

    /** How many times as good the first value is as the second. */
    double ratio(double value, double other) {
        return moreIsBetter ? value / other : other / value;
    }
}
