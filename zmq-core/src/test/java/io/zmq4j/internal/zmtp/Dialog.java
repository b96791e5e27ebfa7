package io.zmq4j.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A handshake between a side under test and an honest partner, step by step, after the greetings. */
final class Dialog {

    /** Who is under test. */
    enum Role {
        NULL(1, Security.none(), Security.none()),
        /** NULL that asks for a verdict, and hears it before READY comes. */
        JUDGING_NULL(2, Security.none(), Security.none()),
        PLAIN_CLIENT(2, PLAIN, Security.plainServer()),
        PLAIN_SERVER(3, Security.plainServer(), PLAIN),
        CURVE_CLIENT(2, CURVE, Security.curveServer(SERVER)),
        CURVE_SERVER(3, Security.curveServer(SERVER), CURVE);

        /** Commands of the partner and verdicts until the peer is ready. */
        final int steps;

        private final Security subject;
        private final Security partner;

        Role(int steps, Security subject, Security partner) {
            this.steps = steps;
            this.subject = subject;
            this.partner = partner;
        }
    }

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final Security PLAIN = Security.plainClient("ann", "secret");
    private static final Security CURVE = Security.curveClient(CurveKeys.generate(), SERVER.publicKey());
    private static final int OK = 200;

    final Side subject;
    final Side partner;

    /** What the partner has said, a frame each, and the subject has not heard. */
    final Deque<byte[]> said = new ArrayDeque<>();

    /** The bodies of all commands of both sides, by their names. */
    final List<byte[]> spoken = new ArrayList<>();

    private int judged;
    private int partnerJudged;

    Dialog(Role role) {
        subject = new Side(settings(role.subject, role == Role.JUDGING_NULL), Integer.MAX_VALUE);
        partner = new Side(settings(role.partner, false), Integer.MAX_VALUE);
        byte[] greeting = subject.drain();
        subject.feed(partner.drain());
        partner.feed(greeting);
        listen();
    }

    private static ZmtpSettings settings(Security security, boolean authenticates) {
        return new ZmtpSettings(
                SocketType.PAIR, new byte[0], Map.of(), -1, 1024, ZmtpVersion.V3, security, authenticates, null);
    }

    /** Makes some steps of the legal path. */
    Dialog advance(int steps) {
        for (int i = 0; i < steps; i++) {
            if (isVerdictDue()) {
                verdict(OK);
            } else {
                subject.feed(said.remove());
            }
            listen();
        }
        return this;
    }

    boolean isVerdictDue() {
        return subject.credentials.size() > judged;
    }

    void verdict(int status) {
        judged++;
        subject.verdict(status);
    }

    private void listen() {
        byte[] toPartner = subject.drain();
        collect(toPartner, spoken);
        partner.feed(toPartner);
        if (partner.credentials.size() > partnerJudged) {
            partnerJudged++;
            partner.verdict(OK);
        }
        byte[] toSubject = partner.drain();
        collect(toSubject, spoken);
        said.addAll(frames(toSubject));
    }

    private static void collect(byte[] bytes, List<byte[]> bodies) {
        for (byte[] frame : frames(bytes)) {
            bodies.add(Arrays.copyOfRange(frame, (frame[0] & 2) == 0 ? 2 : 9, frame.length));
        }
    }

    private static List<byte[]> frames(byte[] bytes) {
        List<byte[]> frames = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            boolean isLong = (bytes[at] & 2) != 0;
            int size = isLong ? 9 + (int) ByteBuffer.wrap(bytes).getLong(at + 1) : 2 + (bytes[at + 1] & 0xFF);
            frames.add(Arrays.copyOfRange(bytes, at, at + size));
            at += size;
        }
        return frames;
    }

    boolean isConnected() {
        boolean connected = subject.connection.phase() == ZmtpConnection.Phase.TRAFFIC;
        assertThat(subject.peer != null).as("told that the peer is ready").isEqualTo(connected);
        return connected;
    }
}
