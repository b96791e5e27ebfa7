package io.zmq4j.interop;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.ROUTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LibZmqSocket;
import io.zmq4j.testing.OurSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each of the two knows of the sender of a message: libzmq by zmq_msg_gets, this library by its metadata. */
class MetadataInteropTest extends LibZmqScenarios {

    private static final List<String> NAMES =
            List.of(Metadata.SOCKET_TYPE, Metadata.ROUTING_ID, Metadata.PEER_ADDRESS, "X-Tenant", "X-Nothing");

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#tcp")
    void shouldTellTheOtherWhatItIs(Way way) {
        ZmqSocket ours = ours(
                DEALER,
                routingId("ours"),
                new Setting(options -> options.metadata(Map.of("X-Tenant", "t1")), socket -> {}));
        LibZmqSocket theirs = theirs(ROUTER, routingId("theirs"));
        way.join(way.oursIsFirst() ? new OurSocket(ours) : theirs, way.oursIsFirst() ? theirs : new OurSocket(ours));
        ours.send(Msg.of("hello"));
        assertThat(theirs.receiveProperties(NAMES))
                .containsOnly(
                        Map.entry(Metadata.SOCKET_TYPE, "DEALER"),
                        Map.entry(Metadata.ROUTING_ID, "ours"),
                        Map.entry(Metadata.PEER_ADDRESS, "127.0.0.1"),
                        Map.entry("X-Tenant", "t1"));
        send(theirs, "ours", "hello");
        assertThat(ours.receive().metadata().asMap())
                .containsEntry(Metadata.SOCKET_TYPE, "ROUTER")
                .containsEntry(Metadata.ROUTING_ID, "theirs")
                .containsEntry(Metadata.PEER_ADDRESS, "127.0.0.1");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("io.zmq4j.interop.Way#tcp")
    void shouldTellAnEmptyNameWhenItHasNone(Way way) {
        ZmqSocket ours = ours(DEALER);
        LibZmqSocket theirs = theirs(DEALER);
        way.join(way.oursIsFirst() ? new OurSocket(ours) : theirs, way.oursIsFirst() ? theirs : new OurSocket(ours));
        ours.send(Msg.of("hello"));
        assertThat(theirs.receiveProperties(NAMES))
                .containsEntry(Metadata.SOCKET_TYPE, "DEALER")
                .containsEntry(Metadata.ROUTING_ID, "")
                .doesNotContainKey("X-Tenant");
        send(theirs, "hello");
        assertThat(ours.receive().metadata().get(Metadata.ROUTING_ID)).isEmpty();
    }
}
