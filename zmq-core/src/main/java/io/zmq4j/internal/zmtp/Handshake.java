package io.zmq4j.internal.zmtp;

import io.zmq4j.SocketType;
import io.zmq4j.internal.zmtp.mechanism.Mechanism;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** From the first byte to the moment at which both peers are ready: the greetings, then the mechanism's commands. */
final class Handshake {

    private final SocketType type;
    private final Mechanism mechanism;
    private final Greeting greeting;
    private final FrameDecoder frames;
    private final OutputQueue output;

    Handshake(ZmtpSettings settings, Mechanism mechanism, FrameDecoder frames, OutputQueue output) {
        this.type = settings.type();
        this.mechanism = mechanism;
        this.frames = frames;
        this.output = output;
        greeting = new Greeting(mechanism.name());
        output.add(Greeting.encode(mechanism.name(), settings.routingId().length));
    }

    boolean isGreeted() {
        return greeting.isComplete();
    }

    /** Takes input up to the end of the handshake, never beyond; null when more is needed. */
    @Nullable
    ZmtpPeer advance(ByteBuffer in) throws ProtocolException {
        if (!greeting.isComplete()) {
            if (!greeting.decode(in)) {
                return null;
            }
            sendCommands();
        }
        PropertyList properties = mechanism.peerProperties();
        while (properties == null) {
            byte[] frame = frames.next(in);
            if (frame == null) {
                return null;
            }
            mechanism.onCommand(Command.parse(frame));
            sendCommands();
            properties = mechanism.peerProperties();
        }
        return ZmtpPeer.of(type, greeting.minor(), properties);
    }

    private void sendCommands() {
        for (byte[] next = mechanism.nextCommand(); next != null; next = mechanism.nextCommand()) {
            output.add(Frame.encode(Frame.COMMAND, next));
        }
    }
}
