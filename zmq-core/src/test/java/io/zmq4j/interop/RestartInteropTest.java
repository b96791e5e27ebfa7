package io.zmq4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.LibZmqPeer;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OurSocket;
import io.zmq4j.testing.Peer;
import io.zmq4j.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair finds together again after either side, bound or connected, was closed and opened anew with the same name. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class RestartInteropTest {

    // first, as it may end the test where there is no libzmq
    @AutoClose
    private final LibZmqPeer theirs = LibZmqPeer.open();

    @AutoClose
    private final Peer ours = Implementation.OURS.open();

    static Stream<Arguments> lines() {
        return Pairing.all().flatMap(pairing -> Way.all().map(way -> Arguments.of(pairing, way)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("lines")
    void shouldExchangeMessagesAgainAfterEitherSideWasRestarted(Pairing pairing, Way way) {
        Peer initiators = way.oursIsFirst() ? ours : theirs;
        Peer responders = way.oursIsFirst() ? theirs : ours;
        Line line = Line.open(pairing, initiators, responders, way.firstBinds(), way.transport());
        line.exchange(text("before"));
        for (boolean initiatorRestarts : new boolean[] {true, false}) {
            ZmqSocket before = ours(line, way);
            line = line.restart(
                    initiatorRestarts ? initiators : responders,
                    initiatorRestarts,
                    next -> awaitConnection(before, ours(next, way)));
            line.exchange(text("after"));
        }
    }

    private static ZmqSocket ours(Line line, Way way) {
        return ((OurSocket) (way.oursIsFirst() ? line.initiator() : line.responder())).socket();
    }

    private static void awaitConnection(ZmqSocket before, ZmqSocket now) {
        int connections = before == now ? 2 : 1;
        Waiting.until("connection " + connections, () -> now.stats().connects() >= connections);
        assertThat(now.awaitPeers(1, Waiting.SOON)).isTrue();
    }

    private static List<byte[]> text(String text) {
        return List.of(text.getBytes(StandardCharsets.US_ASCII), new byte[0]);
    }
}
