package io.zmq4j.internal.zmtp;

import io.zmq4j.SocketType;
import io.zmq4j.internal.zmtp.mechanism.Computation;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import io.zmq4j.internal.zmtp.mechanism.Mechanism;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The commands of the mechanism, which follow a greeting, or what a transport has in its place. */
final class MechanismOpening implements Opening {

    private final SocketType type;
    private final int minor;
    private final Mechanism mechanism;
    private final FrameDecoder frames;
    private final OutputQueue output;

    /** @param minor the version to speak, 3.0 or 3.1 */
    MechanismOpening(SocketType type, int minor, Mechanism mechanism, FrameDecoder frames, OutputQueue output) {
        this.type = type;
        this.minor = minor;
        this.mechanism = mechanism;
        this.frames = frames;
        this.output = output;
        sendCommands();
    }

    @Override
    public boolean isGreeted() {
        return true;
    }

    @Override
    public FrameDecoder frames() {
        return frames;
    }

    @Override
    public @Nullable ZmtpPeer advance(ByteBuffer in) throws ProtocolException {
        while (mechanism.computation() == null) {
            PropertyList properties = mechanism.peerProperties();
            if (properties != null) {
                return ZmtpPeer.of(type, minor, properties);
            }
            byte[] frame = frames.next(in);
            if (frame == null) {
                return null;
            }
            mechanism.onCommand(Command.parse(frame));
            sendCommands();
        }
        return null;
    }

    @Override
    public @Nullable Computation computation() {
        return mechanism.computation();
    }

    @Override
    public void onComputed() throws ProtocolException {
        mechanism.onComputed();
        sendCommands();
    }

    @Override
    public @Nullable Credentials awaitsVerdict() {
        return mechanism.awaitsVerdict();
    }

    @Override
    public void onVerdict(int status) {
        mechanism.onVerdict(status);
        sendCommands();
    }

    private void sendCommands() {
        for (byte[] next = mechanism.nextCommand(); next != null; next = mechanism.nextCommand()) {
            output.add(Frame.encode(Frame.COMMAND, next));
        }
    }
}
