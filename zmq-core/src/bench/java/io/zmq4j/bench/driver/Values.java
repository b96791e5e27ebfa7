package io.zmq4j.bench.driver;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The numbers of a line {@code name=value name=value ...}. */
final class Values {

    private final Map<String, Long> values;

    private Values(Map<String, Long> values) {
        this.values = values;
    }

    static Values parse(String text) {
        return new Values(Stream.of(text.split(" "))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1]))));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    double get(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new RunFailedException("a result without " + name + ": " + values);
        }
        return value;
    }
}
