package io.zmq4j.conformance;

import static io.zmq4j.SocketType.CHANNEL;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.RawPeer;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Wire;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc52ChannelTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL MAY both send and receive messages in any order. SHALL not filter or modify outgoing or"
                    + " incoming messages in any way.")
    void shouldExchangeMessagesBothWays(Transport transport) {
        ZmqSocket one = sockets.bound(CHANNEL, transport);
        ZmqSocket two = sockets.connected(CHANNEL, one);
        two.send(Msg.of("a"));
        assertReceives(one, "a");
        one.send(Msg.of(""));
        one.send(Msg.of("b"));
        assertReceives(two, "");
        assertReceives(two, "b");
    }

    @OverTransports
    @Rfc(number = 52, says = "CHANNEL MAY be connected to at most one CHANNEL peer.")
    void shouldTurnASecondPeerAway(Transport transport) {
        ZmqSocket one = sockets.bound(CHANNEL, transport);
        ZmqSocket first = sockets.connected(CHANNEL, one);
        first.send(Msg.of("first"));
        assertReceives(one, "first");
        ZmqSocket second = sockets.connected(CHANNEL, one);
        second.send(Msg.of("second"), Duration.ofMillis(100));
        assertSilent(one);
        one.send(Msg.of("for the first"));
        assertReceives(first, "for the first");
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL SHALL block on sending, or return a suitable error, when it has no available peer.")
    void shouldBlockWhenThereIsNoPeer(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL SHALL NOT discard messages that it cannot queue. SHALL consider its peer as available only"
                    + " when it has a outgoing queue that is not full.")
    void shouldDiscardNothingWhenThePeerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, CHANNEL, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "CHANNEL SHALL create a double queue when initiating an outgoing connection to a peer, and SHALL"
                    + " maintain the double queue whether or not the connection is established.")
    void shouldQueueWhenThePeerIsNotThereYet(Transport transport) {
        Flow.assertQueuesBeforeConnected(sockets, CHANNEL, CHANNEL, transport);
    }

    @OverTransports
    @Rfc(
            number = 52,
            says = "If this peer disconnects, the CHANNEL socket SHALL destroy its double queue and SHALL discard any"
                    + " messages it contains.")
    void shouldTakeANewPeerWhenTheFirstHasLeft(Transport transport) {
        ZmqSocket one = sockets.bound(CHANNEL, transport);
        ZmqSocket first = sockets.connected(CHANNEL, one);
        first.send(Msg.of("first"));
        assertReceives(one, "first");
        first.close();
        awaitPeers(one, 0);
        assertThat(one.trySend(Msg.of("nobody"))).isFalse();
        ZmqSocket second = sockets.connected(CHANNEL, one);
        second.send(Msg.of("second"));
        assertReceives(one, "second");
    }

    @OverTransports
    @Rfc(number = 52, says = "CHANNEL MUST NOT send multipart messages.")
    void shouldRefuseAMultipartMessage(Transport transport) {
        ZmqSocket one = sockets.bound(CHANNEL, transport);
        ZmqSocket two = sockets.connected(CHANNEL, one);
        assertThatThrownBy(() -> two.send(Msg.of("a", "b"))).isInstanceOf(IllegalArgumentException.class);
        two.send(Msg.of("whole"));
        assertReceives(one, "whole");
    }

    @Test
    @Rfc(number = 52, says = "CHANNEL MUST discard any part of a multipart message.")
    void shouldDiscardAMultipartMessage() {
        ZmqSocket channel = sockets.bound(CHANNEL, Transport.TCP);
        try (RawPeer peer = RawPeer.ready(endpointOf(channel), CHANNEL)) {
            peer.send(Wire.message("a", "b"), Wire.message("whole"));
            assertReceives(channel, "whole");
        }
        assertThat(channel.stats().dropped()).containsEntry(DropReason.MALFORMED, 1L);
    }
}
