package io.zmq4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.testing.Peer;
import io.zmq4j.testing.PeerOptions;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Two connected sockets of a {@link Pairing}, ready to exchange messages. Closed with their peers. */
record Line(Pairing pairing, PeerSocket initiator, PeerSocket responder) {

    private static final String INITIATOR_ID = "initiator";
    private static final String RESPONDER_ID = "responder";
    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SUBSCRIBE_ALL = {1};

    static Line open(Pairing pairing, Peer initiators, Peer responders, boolean initiatorBinds) {
        PeerSocket initiator =
                initiators.socket(pairing.initiator(), PeerOptions.UNLIMITED.withRoutingId(id(pairing, true)));
        PeerSocket responder =
                responders.socket(pairing.responder(), PeerOptions.UNLIMITED.withRoutingId(id(pairing, false)));
        if (initiatorBinds) {
            responder.connect(initiator.bind("tcp://127.0.0.1:*"));
        } else {
            initiator.connect(responder.bind("tcp://127.0.0.1:*"));
        }
        Line line = new Line(pairing, initiator, responder);
        if (pairing.publishes()) {
            line.subscribe();
        }
        return line;
    }

    private static String id(Pairing pairing, boolean initiator) {
        return switch (initiator ? pairing.initiator() : pairing.responder()) {
            case REQ, DEALER, ROUTER -> initiator ? INITIATOR_ID : RESPONDER_ID;
            default -> "";
        };
    }

    private void subscribe() {
        switch (pairing.responder()) {
            case SUB -> responder.subscribe(new byte[0]);
            default ->
                assertThat(responder.send(List.of(SUBSCRIBE_ALL), Waiting.SOON)).isTrue();
        }
        if (pairing.initiator() == SocketType.XPUB) {
            awaitSubscription(initiator, responder, SUBSCRIBE_ALL);
        } else {
            awaitSubscription();
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
    private void awaitSubscription() {
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
