package io.zmq4j.internal.zmtp;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.zmtp.mechanism.Computation;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import io.zmq4j.internal.zmtp.mechanism.Mechanism;
import io.zmq4j.internal.zmtp.mechanism.TrafficCipher;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One side of a ZMTP connection: takes bytes in any pieces and gives messages, takes messages and gives bytes. It speaks
 * 3.1 (RFC 37), and 3.0 with a peer that knows no more; older peers are refused, or spoken to in their version where the
 * settings allow it. Not thread-safe: its engine owns it.
 *
 * <p>After a {@link ProtocolException} nothing more is decoded, and the connection should be closed.
 */
public final class ZmtpConnection {

    /** Where the input is. */
    public enum Phase {
        /** In the 64 bytes of the peer's greeting. */
        GREETING,
        /** In the commands of the security mechanism. */
        HANDSHAKE,
        /** In messages and commands. */
        TRAFFIC
    }

    private static final String CURVE = "CURVE";
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int TTL_UNIT_MILLIS = 100;
    private static final int LONGEST_TTL = 0xFFFF;

    private final ZmtpHandler handler;
    private final Mechanism mechanism;
    private FrameDecoder frames;
    private final OutputQueue output;
    private final MessageDecoder messages;
    private final SocketType type;

    /** Null in traffic. */
    private @Nullable Opening handshake;

    private @Nullable ByteBuffer target;
    private @Nullable ProtocolException failure;
    private int peerMinor;

    /** What other threads compute for the handshake, which rests until then. */
    private @Nullable Computation computing;

    /** A verdict was asked for. */
    private boolean judging;

    public ZmtpConnection(ZmtpSettings settings, ZmtpHandler handler) {
        this.handler = handler;
        type = settings.type();
        mechanism = Mechanisms.create(settings);
        WebSocketSettings webSocket = settings.webSocket();
        if (webSocket != null) {
            WebSocketParts parts = WebSocketParts.create(settings, webSocket, mechanism, handler);
            output = parts.output();
            frames = parts.frames();
            handshake = parts.opening();
        } else if (settings.needsVersion3()) {
            frames = new FrameDecoder();
            output = mechanism.name().equals(CURVE) ? new SealedOutput() : new OutputQueue();
            handshake = new Handshake(settings, mechanism, frames, output, 0);
        } else {
            OutputQueue1 older = new OutputQueue1();
            frames = new FrameDecoder();
            output = older;
            handshake = new VersionDetection(settings, mechanism, frames, older);
        }
        frames.handshakeLimit(settings.maxHandshakeSize());
        messages = new MessageDecoder(settings, frames, new CommandReceiver(settings.type(), handler, output));
    }

    /** @throws IllegalStateException when the security needs a library that is not there */
    public static void requireAvailable(Security security) {
        if (security.mechanism().equals(CURVE)) {
            Crypto.get();
        }
    }

    public Phase phase() {
        if (handshake == null) {
            return Phase.TRAFFIC;
        }
        return handshake.isGreeted() ? Phase.HANDSHAKE : Phase.GREETING;
    }

    /**
     * Consumes bytes up to the end of the next whole message and returns that; null = all bytes are consumed and more are
     * needed, or {@link #isComputing}. There is no message before {@link Phase#TRAFFIC}.
     *
     * @param in big-endian; fastest if all are direct
     * @throws ProtocolException as the peer broke the protocol; thrown again by every later call
     */
    public @Nullable Msg decode(ByteBuffer in) throws ProtocolException {
        if (failure != null) {
            throw failure;
        }
        try {
            return handshake == null || advance(handshake, in) ? messages.next(in) : null;
        } catch (ProtocolException e) {
            failure = e;
            throw e;
        }
    }

    private boolean advance(Opening current, ByteBuffer in) throws ProtocolException {
        if (computing != null) {
            return false;
        }
        ZmtpPeer peer = current.advance(in);
        while (peer == null && isComputedAtOnce(current)) {
            peer = current.advance(in);
        }
        if (peer == null) {
            askForVerdict(current);
            return false;
        }
        handshake = null;
        peerMinor = peer.minor();
        frames = protectedFrames(current.frames());
        messages.start(frames);
        handler.onReady(peer);
        if (current.subscribesToAll()) {
            handler.onSubscription(true, new byte[0]);
        }
        return true;
    }

    /** Whether something had to be computed, and is. */
    private boolean isComputedAtOnce(Opening current) throws ProtocolException {
        Computation due = current.computation();
        if (due == null) {
            return false;
        }
        if (!handler.compute(due)) {
            computing = due;
            return false;
        }
        current.onComputed();
        return true;
    }

    private void askForVerdict(Opening current) {
        Credentials credentials = computing == null ? current.awaitsVerdict() : null;
        if (credentials != null && !judging) {
            judging = true;
            handler.onCredentials(credentials);
        }
    }

    private FrameDecoder protectedFrames(FrameDecoder plain) {
        TrafficCipher cipher = mechanism.cipher();
        if (cipher == null) {
            return plain;
        }
        Scratch scratch = handler.scratch();
        output.protect(cipher, scratch);
        return new SealedFrames(plain, cipher, scratch);
    }

    /** Whether something is computed for the handshake, and until then nothing is decoded. */
    public boolean isComputing() {
        return computing != null;
    }

    /**
     * What was computed for the handshake is there.
     *
     * @throws ProtocolException as {@link #decode} does
     */
    public void onComputed() throws ProtocolException {
        Opening current = handshake;
        if (current == null || computing == null) {
            throw new IllegalStateException("nothing is computed, phase=" + phase());
        }
        computing = null;
        try {
            current.onComputed();
        } catch (ProtocolException e) {
            failure = e;
            throw e;
        }
        decode(NOTHING);
    }

    /**
     * The verdict on the credentials of the peer is there. If it is not 200, what is to be written may tell the peer so, and
     * the connection should be closed then.
     *
     * @param status of ZAP (RFC 27)
     * @throws ProtocolException as {@link #decode} does
     */
    public void onVerdict(int status) throws ProtocolException {
        Opening current = handshake;
        if (current == null || !judging) {
            throw new IllegalStateException("no verdict is due, phase=" + phase());
        }
        current.onVerdict(status);
        decode(NOTHING);
    }

    /**
     * This side ends the connection. From now on no message is taken, and nothing is decoded.
     *
     * @return whether the peer is told something, which is to be written first
     */
    public boolean part(Parting why) {
        if (!output.part(why)) {
            return false;
        }
        handshake = new PartedOpening(frames);
        return true;
    }

    /** Forgets the secrets of the connection, which is over; those that are just computed with when that has ended. */
    public void wipe() {
        if (computing == null) {
            mechanism.wipe();
        } else {
            handler.abandon(computing);
        }
    }

    /** There is no more input for now, so this connection holds nothing for it that can be lent to others. */
    public void restInput() {
        frames.rest();
    }

    /** There is no more output for now, so this connection holds nothing for it that can be lent to others. */
    public void restOutput() {
        output.rest();
    }

    /** Whether the frame that comes is large, or was large last time, so that many bytes at a time are worth while. */
    public boolean expectsLargeFrame() {
        return frames.isLarge();
    }

    /** Whether the frame that goes out, or did last, is large, so that many bytes at a time are worth while. */
    public boolean sendsLargeFrames() {
        return output.isLarge();
    }

    /** What the messages that are decoded from now on say of their sender. */
    public void messageMetadata(Metadata metadata) {
        messages.metadata(metadata);
    }

    /** Whether {@link #send} may be called: the peer is ready, and no message is unfinished. */
    public boolean idle() {
        return handshake == null && output.isIdle();
    }

    /** Gives a message, which goes after all that was given before. Only when {@link #idle()}. */
    public void send(Msg msg) {
        requireTraffic();
        output.add(msg, target);
    }

    /**
     * Where {@link #send} may write a message to at once, as {@link #fill} would; null = it keeps it for the next fill.
     */
    public void target(@Nullable ByteBuffer out) {
        target = out;
    }

    /**
     * Queues a subscription or its cancellation, in the form that the peer understands; on a DISH, that a group is joined or
     * left. Only in traffic.
     */
    public void sendSubscription(boolean subscribe, byte[] topic) {
        requireTraffic();
        if (type == SocketType.DISH) {
            output.add(Subscriptions.encodeGroup(subscribe, topic));
        } else {
            output.addSubscription(subscribe, topic, peerMinor);
        }
    }

    /** Queues a message of one empty frame. Only in traffic. */
    public void sendProbe() {
        requireTraffic();
        output.add(Msg.of(new byte[0]), target);
    }

    /**
     * Queues a PING, unless one waits to be written already. Only in traffic, and only to a peer of ZMTP 3.
     *
     * @param ttlMillis after how much silence the peer should give this side up, in steps of 100 ms up to 6553 s; 0 = never
     */
    public void ping(int ttlMillis) {
        requireTraffic();
        if (ttlMillis < 0) {
            throw new IllegalArgumentException("ttlMillis is " + ttlMillis + ", allowed: 0 and above");
        }
        // rounded up, as a peer must not give up earlier than asked
        long ttl = Math.min((ttlMillis + (TTL_UNIT_MILLIS - 1L)) / TTL_UNIT_MILLIS, LONGEST_TTL);
        output.addPing(
                Frame.encode(Frame.COMMAND, Command.encode(Command.PING, (byte) (ttl >>> Byte.SIZE), (byte) ttl)));
    }

    private void requireTraffic() {
        if (handshake != null) {
            throw new IllegalStateException("the peer is not ready, phase=" + phase());
        }
    }

    /** Whether anything waits to be filled or written: greeting, commands, or an unfinished message. */
    public boolean hasOutput() {
        return output.hasOutput();
    }

    /**
     * Puts bytes into {@code out} until all that was given is in, which is true; or until {@code out} is full or a
     * {@link #largeBody()} must be written first, which is false.
     *
     * @param out big-endian; fastest if all are direct
     */
    public boolean fill(ByteBuffer out) {
        return output.fill(out);
    }

    /**
     * The direct body of a frame of at least 16 KiB, to be written right after the bytes filled so far; null when there is
     * none. Its position advances as it is written, and when nothing remains {@link #fill} goes on.
     */
    public @Nullable ByteBuffer largeBody() {
        return output.largeBody();
    }
}
