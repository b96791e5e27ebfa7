package io.zmq4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.testing.OurSocket;
import io.zmq4j.testing.Peer;
import io.zmq4j.testing.PeerOptions;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two connected sockets of a {@link Pairing}, ready to exchange messages. Closed with their peers.
 *
 * @param endpoint that one of them is bound to
 */
record Line(Pairing pairing, PeerSocket initiator, PeerSocket responder, boolean initiatorBinds, String endpoint) {

    private static final String INITIATOR_ID = "initiator";
    private static final String RESPONDER_ID = "responder";
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SUBSCRIBE_ALL = {1};

    static Line open(Pairing pairing, Peer initiators, Peer responders, boolean initiatorBinds, Transport transport) {
        PeerSocket initiator = socket(pairing, initiators, true);
        PeerSocket responder = socket(pairing, responders, false);
        PeerSocket bound = initiatorBinds ? initiator : responder;
        String endpoint = bound.bind(transport.endpoint());
        (initiatorBinds ? responder : initiator).connect(endpoint);
        Line line = new Line(pairing, initiator, responder, initiatorBinds, endpoint);
        if (pairing.publishes()) {
            line.subscribe();
            line.awaitSubscribed();
        }
        return line;
    }

    private static PeerSocket socket(Pairing pairing, Peer peer, boolean initiator) {
        return peer.socket(
                initiator ? pairing.initiator() : pairing.responder(),
                PeerOptions.UNLIMITED.withRoutingId(id(pairing, initiator)));
    }

    /**
     * Closes one of the two and opens another one in its place.
     *
     * @param peer to open it with
     * @param awaitConnection told of the new line, waits until it is connected
     */
    Line restart(Peer peer, boolean initiatorRestarts, Consumer<Line> awaitConnection) {
        (initiatorRestarts ? initiator : responder).close();
        if (initiatorRestarts != initiatorBinds) {
            awaitLoss(initiatorRestarts);
        }
        PeerSocket again = socket(pairing, peer, initiatorRestarts);
        if (initiatorRestarts == initiatorBinds) {
            bindAgain(again, endpoint);
        } else {
            again.connect(endpoint);
        }
        Line line = new Line(
                pairing,
                initiatorRestarts ? again : initiator,
                initiatorRestarts ? responder : again,
                initiatorBinds,
                endpoint);
        awaitConnection.accept(line);
        if (pairing.publishes()) {
            if (!initiatorRestarts) {
                line.subscribe();
            }
            // an XPUB that has not missed its subscriber does not hear of it again
            line.awaitDelivery();
        }
        return line;
    }

    /**
     * Waits until the bound socket knows that its peer has gone, where that matters: one that balances may send to the old
     * peer once more, and a libzmq that still knows it leaves a new one with the same name unserved, or refuses it.
     */
    private void awaitLoss(boolean ofInitiator) {
        PeerSocket bound = ofInitiator ? responder : initiator;
        if (bound instanceof OurSocket ours) {
            Waiting.until("the peer is gone", () -> ours.socket().stats().readyPeers() == 0);
        }
        SocketType type = ofInitiator ? pairing.responder() : pairing.initiator();
        switch (type) {
            case ROUTER, PAIR, DEALER, PUSH -> {
                List<byte[]> probe = ofInitiator
                        ? pairing.fromResponder(List.of(PROBE), INITIATOR_ID)
                        : pairing.fromInitiator(List.of(PROBE), RESPONDER_ID);
                Waiting.until("nobody to send to", () -> !bound.send(probe, Duration.ZERO));
            }
            default -> {}
        }
        if (type == SocketType.ROUTER || type == SocketType.PAIR) {
            // libzmq forgets a peer when it has read that there is nothing more of it
            assertThat(bound.receive(Duration.ofMillis(1))).isNull();
        }
    }

    /** Binds to where another socket was bound, which all but this library free some time after it is closed. */
    static void bindAgain(PeerSocket socket, String endpoint) {
        Waiting.await("%s is free again".formatted(endpoint))
                .ignoreExceptions()
                .until(() -> socket.bind(endpoint) != null);
    }

    private static String id(Pairing pairing, boolean initiator) {
        // two that name themselves alike disturb each other at a REP of libzmq, which has no use for names
        boolean named = pairing.responder() != SocketType.REP;
        return switch (initiator ? pairing.initiator() : pairing.responder()) {
            case REQ, DEALER, ROUTER -> !named ? "" : initiator ? INITIATOR_ID : RESPONDER_ID;
            default -> "";
        };
    }

    private void subscribe() {
        switch (pairing.responder()) {
            case SUB -> responder.subscribe(new byte[0]);
            default ->
                assertThat(responder.send(List.of(SUBSCRIBE_ALL), Waiting.SOON)).isTrue();
        }
    }

    private void awaitSubscribed() {
        if (pairing.initiator() == SocketType.XPUB) {
            awaitSubscription(initiator, responder, SUBSCRIBE_ALL);
        } else {
            awaitDelivery();
        }
    }

    /**
     * Waits until the publisher receives this subscription. The subscriber is called meanwhile: libzmq and JeroMQ do what a
     * new connection asks for in the application's calls.
     */
    static void awaitSubscription(PeerSocket publisher, PeerSocket subscriber, byte[] subscription) {
        Waiting.until("a subscription", () -> {
            assertThat(subscriber.receive(Duration.ofMillis(1))).isNull();
            List<byte[]> received = publisher.receive(Duration.ofMillis(20));
            return received != null && equal(received, List.of(subscription));
        });
    }

    /** A PUB does not say when it knows a subscription: publish until something arrives. */
    private void awaitDelivery() {
        Waiting.until("a subscription at " + pairing, () -> {
            initiator.send(List.of(PROBE), Waiting.SOON);
            return responder.receive(Duration.ofMillis(20)) != null;
        });
        List<byte[]> last = List.of("last".getBytes(StandardCharsets.UTF_8));
        initiator.send(last, Waiting.SOON);
        Waiting.until("the probes are through", () -> equal(responder.receive(Waiting.SOON), last));
    }

    /** Sends this payload there, and back where the pattern has a way back, and compares. */
    void exchange(List<byte[]> payload) {
        List<byte[]> out = pairing.fromInitiator(payload, RESPONDER_ID);
        // a mandatory ROUTER refuses until its peer is there
        Waiting.until("sending on " + pairing, () -> initiator.send(out, Waiting.SOON));
        List<byte[]> there = pairing.atResponder(received(responder), INITIATOR_ID);
        assertEqual(there, payload);
        if (pairing.answers()) {
            assertThat(responder.send(pairing.fromResponder(there, INITIATOR_ID), Waiting.SOON))
                    .isTrue();
            assertEqual(pairing.atInitiator(received(initiator), RESPONDER_ID), payload);
        }
    }

    private static List<byte[]> received(PeerSocket socket) {
        List<byte[]> message = socket.receive(Waiting.SOON);
        assertThat(message).as("a message within %s", Waiting.SOON).isNotNull();
        return message;
    }

    private static void assertEqual(List<byte[]> actual, List<byte[]> expected) {
        assertThat(actual.stream().map(frame -> frame.length))
                .as("sizes of frames")
                .containsExactlyElementsOf(
                        expected.stream().map(frame -> frame.length).toList());
        assertThat(equal(actual, expected)).as("equal bytes").isTrue();
    }

    private static boolean equal(@Nullable List<byte[]> one, List<byte[]> other) {
        if (one == null || one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!Arrays.equals(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }
}
