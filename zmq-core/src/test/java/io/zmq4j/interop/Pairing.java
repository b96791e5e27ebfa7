package io.zmq4j.interop;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.PAIR;
import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.REP;
import static io.zmq4j.SocketType.REQ;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two socket types that may be connected. The initiator speaks first; the responder answers, unless the pattern goes one
 * way only.
 */
record Pairing(SocketType initiator, SocketType responder) {

    private static final byte[] EMPTY = {};

    /** Every pair of RFC 28, 29, 30 and 31. */
    static Stream<Pairing> all() {
        return Stream.of(
                new Pairing(REQ, REP),
                new Pairing(REQ, ROUTER),
                new Pairing(DEALER, REP),
                new Pairing(DEALER, DEALER),
                new Pairing(DEALER, ROUTER),
                new Pairing(ROUTER, ROUTER),
                new Pairing(PUB, SUB),
                new Pairing(PUB, XSUB),
                new Pairing(XPUB, SUB),
                new Pairing(XPUB, XSUB),
                new Pairing(PUSH, PULL),
                new Pairing(PAIR, PAIR));
    }

    boolean publishes() {
        return initiator == PUB || initiator == XPUB;
    }

    boolean answers() {
        return !publishes() && initiator != PUSH;
    }

    /** What one of these types puts before its payload when it talks to the other. */
    private static List<byte[]> head(SocketType own, SocketType peer, String peerId) {
        List<byte[]> head = new ArrayList<>();
        if (own == ROUTER) {
            head.add(peerId.getBytes(StandardCharsets.UTF_8));
        }
        if (own == ROUTER && peer == REQ || own == DEALER && peer == REP) {
            head.add(EMPTY);
        }
        return head;
    }

    List<byte[]> fromInitiator(List<byte[]> payload, String responderId) {
        return wrap(head(initiator, responder, responderId), payload);
    }

    List<byte[]> fromResponder(List<byte[]> payload, String initiatorId) {
        return wrap(head(responder, initiator, initiatorId), payload);
    }

    List<byte[]> atInitiator(List<byte[]> message, String responderId) {
        return unwrap(head(initiator, responder, responderId), message);
    }

    List<byte[]> atResponder(List<byte[]> message, String initiatorId) {
        return unwrap(head(responder, initiator, initiatorId), message);
    }

    private static List<byte[]> wrap(List<byte[]> head, List<byte[]> payload) {
        List<byte[]> message = new ArrayList<>(head);
        message.addAll(payload);
        return message;
    }

    private static List<byte[]> unwrap(List<byte[]> head, List<byte[]> message) {
        assertThat(message).hasSizeGreaterThan(head.size());
        for (int i = 0; i < head.size(); i++) {
            assertThat(message.get(i)).as("envelope frame %d", i).isEqualTo(head.get(i));
        }
        return message.subList(head.size(), message.size());
    }

    @Override
    public String toString() {
        return initiator + "-" + responder;
    }
}
