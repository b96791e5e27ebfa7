package io.zmq4j.interop;

import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Transport;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How two sockets meet in a scenario with two parts.
 *
 * @param oursIsFirst whether this library plays the first part and libzmq the second, or the other way round
 * @param firstBinds whether the first part binds and the second connects, or the other way round
 */
record Way(boolean oursIsFirst, boolean firstBinds, Transport transport) {

    static Stream<Way> all() {
        return Stream.of(Transport.TCP, Transport.IPC).flatMap(Way::over);
    }

    static Stream<Way> tcp() {
        return over(Transport.TCP);
    }

    /** Those in which the first part connects. */
    static Stream<Way> toSecond() {
        return all().filter(way -> !way.firstBinds);
    }

    /** Those in which the first part binds. */
    static Stream<Way> toFirst() {
        return all().filter(way -> way.firstBinds);
    }

    private static Stream<Way> over(Transport transport) {
        return Stream.of(true, false)
                .flatMap(ours -> Stream.of(true, false).map(binds -> new Way(ours, binds, transport)));
    }

    /** Binds one of them and connects the other one. */
    void join(PeerSocket first, PeerSocket second) {
        PeerSocket bound = firstBinds ? first : second;
        PeerSocket connected = firstBinds ? second : first;
        connected.connect(bound.bind(transport.endpoint()));
    }

    @Override
    public String toString() {
        List<String> parts = List.of("zmq4j", "libzmq");
        String first = parts.get(oursIsFirst ? 0 : 1);
        String second = parts.get(oursIsFirst ? 1 : 0);
        return "first is %s, bound is %s, %s"
                .formatted(first, firstBinds ? first : second, transport.name().toLowerCase(Locale.ROOT));
    }
}
