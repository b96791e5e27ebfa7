package io.zmq4j.bench;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one program is asked to do, from its arguments {@code name=value}. */
final class Plan {

    private final Map<String, String> arguments;
    private final Peer peer;

    private Plan(Map<String, String> arguments) {
        this.arguments = arguments;
        this.peer =
                Peer.of(text("peer"), new Options(number("hwm", -1), number("backlog", -1), number("curve", 0) == 1));
    }

    /** Parses the arguments and starts a watchdog, so that a program whose peer hangs ends by itself. */
    static Plan start(String... args) {
        Plan plan = new Plan(Stream.of(args)
                .map(arg -> arg.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length == 2 ? pair[1] : "")));
        Watchdog.arm(Duration.ofMillis(plan.number("limitMillis", 60_000)));
        return plan;
    }

    Peer peer() {
        return peer;
    }

    String endpoint() {
        return text("endpoint");
    }

    /** The type of the socket, where a program works with several. */
    Peer.Type type(String name) {
        return Peer.Type.valueOf(text(name));
    }

    /** Bytes of a message. */
    int size() {
        return number("size", 1);
    }

    /** How long it runs before the measurement, from the first message on. */
    Duration warmup() {
        return Duration.ofMillis(number("warmupMillis", 3_000));
    }

    /** How long it measures. */
    Duration window() {
        return Duration.ofMillis(number("windowMillis", 1_000));
    }

    int number(String name, int fallback) {
        String text = arguments.get(name);
        try {
            return text == null ? fallback : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is " + text + ", allowed: a number", e);
        }
    }

    private String text(String name) {
        String text = arguments.get(name);
        if (text == null) {
            throw new IllegalArgumentException("no " + name + "=..., given: " + arguments);
        }
        return text;
    }
}
