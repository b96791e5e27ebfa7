package io.zmq4j.internal.socket;

import io.zmq4j.Authenticator;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.internal.session.ZapReply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks who is bound to {@code inproc://zeromq.zap.01} by ZAP 1.0 (RFC 27), which is a REP or ROUTER of the application. Each
 * request has a socket of its own, so none waits for another.
 */
final class ZapDialog implements Authenticator {

    static final String ENDPOINT = "inproc://zeromq.zap.01";

    private static final byte[] EMPTY = {};
    private static final byte[] VERSION = "1.0".getBytes(StandardCharsets.US_ASCII);

    /** Where a handshake has no limit, or a longer one. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final AtomicLong REQUESTS = new AtomicLong();

    private final Ctx ctx;
    private final Duration limit;

    /** @param nanos after which the handshake is over, and nobody wants the answer */
    ZapDialog(Ctx ctx, long nanos) {
        this.ctx = ctx;
        this.limit = Duration.ofNanos(Math.min(nanos, LONGEST.toNanos()));
    }

    @Override
    public Decision authenticate(Request request) {
        SocketConfig config = SocketConfig.builder().linger(Duration.ZERO).build();
        try (ZmqSocket dealer = ctx.socket(SocketType.DEALER, config)) {
            dealer.connect(ENDPOINT);
            byte[] id = Long.toString(REQUESTS.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
            Msg reply = dealer.send(message(id, request), limit) ? dealer.receive(limit) : null;
            if (reply == null) {
                throw new ZmqException("the handler of ZAP has not answered within " + limit);
            }
            return ZapReply.parse(reply.frames(), id);
        }
    }

    private static Msg message(byte[] id, Request request) {
        List<byte[]> frames = new ArrayList<>(List.of(
                EMPTY,
                VERSION,
                id,
                request.domain().getBytes(StandardCharsets.UTF_8),
                request.address().getBytes(StandardCharsets.UTF_8),
                request.routingId(),
                request.mechanism().getBytes(StandardCharsets.US_ASCII)));
        frames.addAll(request.credentials());
        return Msg.of(frames.toArray(byte[][]::new));
    }
}
