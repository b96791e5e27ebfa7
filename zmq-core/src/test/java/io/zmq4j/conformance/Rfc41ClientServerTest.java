package io.zmq4j.conformance;

import static io.zmq4j.SocketType.CLIENT;
import static io.zmq4j.SocketType.SERVER;
import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * CLIENT and SERVER. RFC 47 is an older draft of the same, retired; where it differs, as in an id that is a frame, this is it.
 *
 * <table>
 *   <caption>Otherwise than it is written</caption>
 *   <tr><th>sentence<th>here
 *   <tr><td>If this peer disconnects, the SERVER (or CLIENT) socket SHALL destroy its double queue and SHALL discard any messages it contains.
 *       <td>So it is with messages for the peer. What the peer had sent is still received, as in libzmq.
 *   <tr><td>SERVER SHALL create a double queue when initiating an outgoing connection to a peer.
 *       <td>Nothing can be sent to it before the peer has sent something, as only its messages tell its number.
 * </table>
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc41ClientServerTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    // -- CLIENT --

    @OverTransports
    @Rfc(
            number = 41,
            says = "CLIENT SHALL not filter or modify outgoing or incoming messages in any way. SERVER SHALL "
                    + "not filter or modify outgoing or incoming messages in any way.")
    void shouldExchangeMessagesAsTheyAre(Transport transport) {
        ZmqSocket server = sockets.bound(SERVER, transport);
        ZmqSocket client = sockets.connected(CLIENT, server);
        for (String text : new String[] {"", "text", "\u0000\u0001", "x".repeat(100_000)}) {
            client.send(Msg.of(text));
            Msg request = server.receive();
            assertThat(request.frames()).containsExactly(Msg.of(text).bytes(0));
            server.send(request);
            Msg reply = client.receive();
            assertThat(reply.frames()).containsExactly(Msg.of(text).bytes(0));
            assertThat(reply.routingId()).isZero();
        }
    }

    @OverTransports
    @Rfc(number = 41, says = "CLIENT SHALL route outgoing messages to available peers using a round-robin strategy.")
    void shouldRouteInTurnWhenThereAreSeveralServers(Transport transport) {
        Flow.assertRoundRobin(sockets, CLIENT, SERVER, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "CLIENT SHALL block on sending, or return a suitable error, when it has no available "
                    + "peers. SHALL not accept further messages when it has no available peers.")
    void shouldBlockWhenThereIsNoServer(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, CLIENT, transport);
    }

    @OverTransports
    @Rfc(number = 41, says = "CLIENT SHALL NOT discard messages that it cannot queue.")
    void shouldDiscardNothingWhenTheServerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, CLIENT, SERVER, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "CLIENT SHALL create a double queue when initiating an outgoing connection to a peer, and "
                    + "SHALL maintain the double queue whether or not the connection is established.")
    void shouldQueueWhenTheServerIsNotThereYet(Transport transport) {
        Queues.assertBeforeConnected(sockets, CLIENT, SERVER, transport);
    }

    @OverTransports
    @Rfc(number = 41, says = "CLIENT SHALL consider a peer as available only when its outgoing queue is not full.")
    void shouldPassOverAServerWhenItIsFull(Transport transport) {
        Flow.assertPassesOverAFullPeer(sockets, CLIENT, SERVER, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "CLIENT SHALL maintain a double queue for each connected peer, allowing outgoing and "
                    + "incoming messages to be queued independently.")
    void shouldReceiveThoughAServerIsFullAndTheOtherWayRound(Transport transport) {
        Queues.assertIndependent(sockets, CLIENT, SERVER, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "CLIENT SHALL create a double queue when a peer connects to it. If this peer disconnects, "
                    + "the CLIENT socket SHALL destroy its double queue and SHALL discard any messages it "
                    + "contains.")
    void shouldDiscardWhatWaitsForAServerThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, CLIENT, SERVER, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "CLIENT SHALL receive incoming messages from its peers using a fair-queuing strategy. "
                    + "SHALL deliver these to its calling application.")
    void shouldReceiveInTurnWhenThereAreSeveralServers(Transport transport) {
        Flow.assertFairQueue(sockets, SERVER, CLIENT, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "CLIENT MUST NOT send multipart messages. Therefore, the client-server pattern (and the "
                    + "rest of the thread-safe family) MUST NOT allow multipart messages.")
    void shouldRefuseAMultipartMessageOfAClient(Transport transport) {
        Messages.assertRefusesMultipart(sockets, CLIENT, SERVER, transport);
    }

    @Test
    @Rfc(number = 41, says = "CLIENT MUST discard any part of a multipart message.")
    void shouldDiscardAMultipartMessageForAClient() {
        Messages.assertDiscardsMultipart(sockets, CLIENT, SERVER);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "In order for the API to be thread-safe sending and receiving messages MUST be atomic and "
                    + "a single API call to receive or send entire msg. CLIENT MUST be thread-safe and allow "
                    + "receiving and sending from multiple threads.")
    void shouldServeManyThreads(Transport transport) throws InterruptedException {
        Messages.assertThreadSafe(sockets, CLIENT, SERVER, transport);
        Messages.assertThreadSafe(sockets, SERVER, CLIENT, transport);
    }

    // -- SERVER --

    @OverTransports
    @Rfc(
            number = 41,
            says = "SERVER SHALL identify each double queue using a unique \"routing id\", which is a non- "
                    + "zero 32-bit unsigned integer value. SHALL provide the application with an API to "
                    + "retrieve the message routing-id.")
    void shouldGiveEveryClientANumber(Transport transport) {
        ZmqSocket server = sockets.bound(SERVER, transport);
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            ZmqSocket client = sockets.connected(CLIENT, server);
            client.send(Msg.of("first"));
            int id = server.receive().routingId();
            client.send(Msg.of("second"));
            assertThat(server.receive().routingId()).isEqualTo(id).isNotZero();
            ids.add(id);
        }
        assertThat(ids).hasSize(10);
    }

    @Test
    @Rfc(number = 41, says = "SERVER SHALL NOT allow the peer to specify its routing id explicitly.")
    void shouldNotCareForTheIdentityOfAClient() {
        Messages.assertIgnoresIdentity(sockets, SERVER, CLIENT);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "SERVER SHALL provide the application with an API to set the message routing-id. SHALL "
                    + "route the message to the outgoing queue if that queue exists, and is not full.")
    void shouldAnswerTheClientThatAsked(Transport transport) {
        ZmqSocket server = sockets.bound(SERVER, transport);
        ZmqSocket one = sockets.connected(CLIENT, server);
        ZmqSocket two = sockets.connected(CLIENT, server);
        two.send(Msg.of("of two"));
        Msg ofTwo = server.receive();
        one.send(Msg.of("of one"));
        Msg ofOne = server.receive();
        server.send(Msg.of("to one").withRoutingId(ofOne.routingId()));
        server.send(Msg.of("to two").withRoutingId(ofTwo.routingId()));
        assertReceives(one, "to one");
        assertReceives(two, "to two");
        assertSilent(one);
    }

    @OverTransports
    @Rfc(number = 41, says = "SERVER SHALL return an error if the queue does not exist.")
    void shouldThrowWhenTheClientIsNotThere(Transport transport) {
        ZmqSocket server = sockets.bound(SERVER, transport);
        ZmqSocket client = sockets.connected(CLIENT, server);
        client.send(Msg.of("request"));
        Msg request = server.receive();
        assertThatThrownBy(() -> server.send(Msg.of("m").withRoutingId(request.routingId() + 1)))
                .isInstanceOf(UnroutableException.class);
        client.close();
        awaitPeers(server, 0);
        assertThatThrownBy(() -> server.send(request)).isInstanceOf(UnroutableException.class);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "SERVER SHALL block on sending, if the queue is full, unless otherwise configured. SHALL "
                    + "NOT discard messages that it cannot queue.")
    void shouldBlockWhenTheClientIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, SERVER, CLIENT, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "SERVER SHALL maintain a double queue for each connected peer, allowing outgoing and "
                    + "incoming messages to be queued independently.")
    void shouldReceiveThoughAClientIsFullAndTheOtherWayRound(Transport transport) {
        Queues.assertIndependent(sockets, SERVER, CLIENT, transport);
        Flow.assertPassesOverAFullPeer(sockets, SERVER, CLIENT, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "SERVER SHALL create a double queue when a peer connects to it. If this peer disconnects, "
                    + "the SERVER socket SHALL destroy its double queue and SHALL discard any messages it "
                    + "contains.")
    void shouldDiscardWhatWaitsForAClientThatLeaves(Transport transport) {
        Queues.assertDiscardedWithThePeer(sockets, SERVER, CLIENT, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "SERVER SHALL create a double queue when initiating an outgoing connection to a peer, and "
                    + "SHALL maintain the double queue whether or not the connection is established.")
    void shouldReceiveWhatHadArrivedWhenTheClientHasGone(Transport transport) {
        Queues.assertKeptWithoutTheConnection(sockets, CLIENT, SERVER, transport);
        Queues.assertKeptWithoutThePeer(sockets, CLIENT, SERVER, transport);
        Queues.assertKeptWithoutThePeer(sockets, SERVER, CLIENT, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says = "SERVER SHALL receive incoming messages from its peers using a fair-queuing strategy. "
                    + "SHALL deliver the resulting messages to its calling application.")
    void shouldReceiveInTurnWhenThereAreSeveralClients(Transport transport) {
        Flow.assertFairQueue(sockets, CLIENT, SERVER, transport);
    }

    @OverTransports
    @Rfc(number = 41, says = "SERVER MUST NOT send multi-part messages.")
    void shouldRefuseAMultipartMessageOfAServer(Transport transport) {
        Messages.assertRefusesMultipart(sockets, SERVER, CLIENT, transport);
    }

    @Test
    @Rfc(number = 41, says = "SERVER MUST discard any part of a multipart message.")
    void shouldDiscardAMultipartMessageForAServer() {
        Messages.assertDiscardsMultipart(sockets, SERVER, CLIENT);
    }
}
