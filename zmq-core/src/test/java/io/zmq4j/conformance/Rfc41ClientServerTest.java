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
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class Rfc41ClientServerTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    // -- CLIENT --

    @OverTransports
    @Rfc(number = 41, says = "CLIENT SHALL not filter or modify outgoing or incoming messages in any way.")
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
            says =
                    "CLIENT SHALL block on sending, or return a suitable error, when it has no available peers. SHALL not"
                            + " accept further messages when it has no available peers.")
    void shouldBlockWhenThereIsNoServer(Transport transport) {
        Flow.assertBlocksWithoutPeer(sockets, CLIENT, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says =
                    "CLIENT SHALL NOT discard messages that it cannot queue. SHALL consider a peer as available only when it"
                            + " has a outgoing queue that is not full.")
    void shouldDiscardNothingWhenTheServerIsFull(Transport transport) {
        Flow.assertNothingDiscardedWhenFull(sockets, CLIENT, SERVER, transport);
    }

    @OverTransports
    @Rfc(
            number = 41,
            says =
                    "CLIENT SHALL create a double queue when initiating an outgoing connection to a peer, and SHALL maintain"
                            + " the double queue whether or not the connection is established.")
    void shouldQueueWhenTheServerIsNotThereYet(Transport transport) {
        Flow.assertQueuesBeforeConnected(sockets, CLIENT, SERVER, transport);
    }

    @OverTransports
    @Rfc(number = 41, says = "CLIENT SHALL receive incoming messages from its peers using a fair-queuing strategy.")
    void shouldReceiveInTurnWhenThereAreSeveralServers(Transport transport) {
        ZmqSocket client = sockets.bound(CLIENT, transport);
        ZmqSocket[] servers = new ZmqSocket[3];
        for (int i = 0; i < 3; i++) {
            servers[i] = sockets.connected(SERVER, client);
        }
        awaitPeers(client, 3);
        for (int i = 0; i < 3; i++) {
            client.send(Msg.of("request"));
        }
        for (int i = 0; i < 3; i++) {
            Msg request = servers[i].receive();
            for (int j = 0; j < 10; j++) {
                servers[i].send(Msg.of("peer" + i).withRoutingId(request.routingId()));
            }
        }
        Waiting.until("30 messages wait", () -> client.stats().receiveQueue() == 30);
        for (int turn = 0; turn < 10; turn++) {
            Set<String> inTurn = new HashSet<>();
            for (int i = 0; i < 3; i++) {
                inTurn.add(client.receive().string(0));
            }
            assertThat(inTurn).as("turn %d", turn).containsExactlyInAnyOrder("peer0", "peer1", "peer2");
        }
    }

    // -- SERVER --

    @OverTransports
    @Rfc(
            number = 41,
            says = "SERVER SHALL identify each double queue using a unique \"routing id\", which is a non-zero 32-bit"
                    + " unsigned integer value. SHALL provide the application with an API to retrieve the message"
                    + " routing-id.")
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

    @OverTransports
    @Rfc(
            number = 41,
            says =
                    "SERVER SHALL provide the application with an API to set the message routing-id. SHALL route the message"
                            + " to the outgoing queue if that queue exists, and is not full.")
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
            says = "SERVER SHALL block on sending, if the queue is full, unless otherwise configured. SHALL NOT discard"
                    + " messages that it cannot queue.")
    void shouldBlockWhenTheClientIsFull(Transport transport) {
        ZmqSocket server = sockets.bound(SERVER, transport, options -> options.sendHwm(2));
        ZmqSocket client = sockets.connected(CLIENT, server, options -> options.receiveHwm(2));
        client.send(Msg.of("request"));
        int id = server.receive().routingId();
        int sent = 0;
        while (sent < 1_000 && server.send(Msg.of(new byte[100_000]).withRoutingId(id), Duration.ofMillis(200))) {
            sent++;
        }
        assertThat(sent).isBetween(2, 999);
        for (int i = 0; i < sent; i++) {
            assertThat(client.receive().length(0)).isEqualTo(100_000);
        }
        assertSilent(client);
        assertThat(server.stats().droppedTotal()).isZero();
        server.send(Msg.of("room again").withRoutingId(id));
        assertReceives(client, "room again");
    }

    @OverTransports
    @Rfc(number = 41, says = "SERVER SHALL receive incoming messages from its peers using a fair-queuing strategy.")
    void shouldReceiveInTurnWhenThereAreSeveralClients(Transport transport) {
        Flow.assertFairQueue(sockets, CLIENT, SERVER, transport);
    }
}
