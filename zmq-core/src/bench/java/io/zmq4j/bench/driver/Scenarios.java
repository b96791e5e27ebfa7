package io.zmq4j.bench.driver;

import java.util.List;
import java.util.Map;

/** Everything that can be run. What takes long comes last, should the budget not suffice. */
final class Scenarios {

    private static final String TCP = "tcp://127.0.0.1:*";
    private static final String IPC = "ipc://";
    private static final int PRACTICE = 4000;
    private static final String INPROC = "inproc://bench";

    private static final Procedure STREAM = new TwoProcesses(Program.LOCAL_THR, Program.REMOTE_THR, Program.LOCAL_THR);
    private static final Procedure INPROC_STREAM = new OneProcess(Program.INPROC_THR);
    private static final Procedure ROUND_TRIP =
            new TwoProcesses(Program.LOCAL_LAT, Program.REMOTE_LAT, Program.REMOTE_LAT);
    private static final Procedure FEED = new TwoProcesses(Program.PUBLISHER, Program.SUBSCRIBERS, Program.SUBSCRIBERS);

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int FEED_BYTES = 32;
    private static final int MEASURED_CONNECTIONS = 2_000;
    private static final int IDLE_CONNECTIONS = 5_000;

    static final List<Scenario> ALL = List.of(
            stream(TCP, "tcp-push-pull-16B", 16).with("zmq4j-confined", "zmq4j-batch", Scenario.RAW),
            stream(TCP, "tcp-push-pull-256B", 256).with("zmq4j-confined", "zmq4j-batch", Scenario.RAW),
            stream(TCP, "tcp-push-pull-1KiB", KIB).with(Scenario.RAW),
            stream(TCP, "tcp-push-pull-64KiB", 64 * KIB).with("zmq4j-direct", Scenario.RAW),
            // by default a thousand of them may be queued at each end: a gigabyte
            Scenario.of("tcp-push-pull-1MiB", Group.THROUGHPUT, STREAM, TCP, Map.of("size", text(MIB), "hwm", "16"))
                    .with("zmq4j-direct", Scenario.RAW),
            stream(IPC, "ipc-push-pull-256B", 256).rarely(),
            curve("curve-push-pull-256B", 256),
            curve("curve-push-pull-1KiB", KIB),
            curve("curve-push-pull-64KiB", 64 * KIB),
            Scenario.of("inproc-push-pull-16B", Group.THROUGHPUT, INPROC_STREAM, INPROC, Map.of("size", "16")),
            Scenario.of("inproc-push-pull-1KiB", Group.THROUGHPUT, INPROC_STREAM, INPROC, Map.of("size", text(KIB)))
                    .rarely(),
            request("32B", 32),
            request("1KiB", KIB).rarely(),
            request("64KiB", 64 * KIB).rarely(),
            dealer("32B", 32),
            dealer("1KiB", KIB),
            dealer("64KiB", 64 * KIB),
            Scenario.of(
                    "inproc-pair-32B",
                    Group.ROUND_TRIP,
                    new OneProcess(Program.INPROC_LAT),
                    INPROC,
                    Map.of("size", "32")),
            connections("connections-2000", Group.CONNECTIONS, MEASURED_CONNECTIONS),
            curveConnections("curve-connections-1000", 1_000),
            connections("memory-5000", Group.MEMORY, IDLE_CONNECTIONS),
            Scenario.of(
                    "start-req-rep", Group.START, new FirstReplyTime(), TCP, Map.of("size", "32", "echoType", "REP")),
            manyTopics("subscriptions-1M", 1_000_000),
            feed(1, 1),
            feed(1, 1_000),
            feed(1, 10_000),
            feed(10, 1),
            feed(10, 10_000),
            fanIn("32B", 32),
            fanIn("1KiB", KIB));

    private Scenarios() {}

    private static Scenario stream(String endpoint, String name, int size) {
        return Scenario.of(name, Group.THROUGHPUT, STREAM, endpoint, Map.of("size", text(size)));
    }

    private static Scenario curve(String name, int size) {
        return Scenario.of(name, Group.THROUGHPUT, STREAM, TCP, Map.of("size", text(size), "curve", "1"))
                .rarely();
    }

    private static Scenario request(String sizeName, int size) {
        return roundTrip("tcp-req-rep-" + sizeName, size, "REP", "REQ").with(Scenario.RAW);
    }

    private static Scenario dealer(String sizeName, int size) {
        return roundTrip("tcp-dealer-router-" + sizeName, size, "ROUTER", "DEALER")
                .rarely();
    }

    private static Scenario roundTrip(String name, int size, String binds, String connects) {
        return Scenario.of(
                name,
                Group.ROUND_TRIP,
                ROUND_TRIP,
                TCP,
                Map.of("size", text(size), "echoType", binds, "askType", connects));
    }

    private static Scenario feed(int subscribers, int subscriptions) {
        return Scenario.of(
                        "pub-sub-" + subscribers + "x" + subscriptions,
                        Group.PUB_SUB,
                        FEED,
                        TCP,
                        Map.of(
                                "size", text(FEED_BYTES),
                                "subscribers", text(subscribers),
                                "subscriptions", text(subscriptions)))
                .rarely()
                .patiently();
    }

    private static Scenario manyTopics(String name, int count) {
        return Scenario.of(
                        name,
                        Group.SUBSCRIPTIONS,
                        new ManyTopics(count),
                        TCP,
                        Map.of("size", text(FEED_BYTES), "subscriptions", text(count)))
                .twice()
                .patiently();
    }

    private static Scenario fanIn(String sizeName, int size) {
        return Scenario.of(
                        "fan-in-100-" + sizeName,
                        Group.FAN_IN,
                        STREAM,
                        TCP,
                        Map.of("size", text(size), "connections", "100"))
                .rarely()
                .patiently();
    }

    private static Scenario curveConnections(String name, int count) {
        return Scenario.of(
                        name,
                        Group.CONNECTIONS,
                        new ConnectionRate(count),
                        TCP,
                        Map.of(
                                "size",
                                "32",
                                "connections",
                                text(count),
                                "practice",
                                text(PRACTICE),
                                "backlog",
                                "4096",
                                "curve",
                                "1"))
                .rarely()
                .patiently();
    }

    private static Scenario connections(String name, Group group, int count) {
        return Scenario.of(
                        name,
                        group,
                        group == Group.MEMORY ? new IdleMemory(count) : new ConnectionRate(count),
                        TCP,
                        Map.of(
                                "size",
                                "32",
                                "connections",
                                text(count),
                                // as many until the code is compiled; for memory it does not matter
                                "practice",
                                text(group == Group.MEMORY ? 500 : PRACTICE),
                                // with the default of 100 the kernel drops connections, which come again a second later
                                "backlog",
                                "4096"))
                .rarely()
                .patiently();
    }

    private static String text(int number) {
        return String.valueOf(number);
    }
}
