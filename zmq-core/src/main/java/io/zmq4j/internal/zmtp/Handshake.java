package io.zmq4j.internal.zmtp;

import io.zmq4j.SocketType;
import io.zmq4j.internal.zmtp.mechanism.Computation;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import io.zmq4j.internal.zmtp.mechanism.Mechanism;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The opening of ZMTP 3.x: the greetings, then the mechanism's commands. */
final class Handshake implements Opening {

    private final SocketType type;
    private final Mechanism mechanism;
    private final Greeting greeting;
    private final FrameDecoder frames;
    private final OutputQueue output;

    /** What follows the greeting, once that is complete. */
    private @Nullable MechanismOpening commands;

    /** @param greetingSent how many bytes of the greeting are given to the output already */
    Handshake(ZmtpSettings settings, Mechanism mechanism, FrameDecoder frames, OutputQueue output, int greetingSent) {
        this.type = settings.type();
        this.mechanism = mechanism;
        this.frames = frames;
        this.output = output;
        greeting = new Greeting(mechanism.name());
        byte[] own = Greeting.encode(mechanism.name(), settings.routingId().length);
        output.add(greetingSent == 0 ? own : Arrays.copyOfRange(own, greetingSent, own.length));
    }

    @Override
    public boolean isGreeted() {
        return greeting.isComplete();
    }

    @Override
    public FrameDecoder frames() {
        return frames;
    }

    @Override
    public @Nullable ZmtpPeer advance(ByteBuffer in) throws ProtocolException {
        MechanismOpening current = commands;
        if (current == null) {
            if (!greeting.decode(in)) {
                return null;
            }
            current = new MechanismOpening(type, greeting.minor(), mechanism, frames, output);
            commands = current;
        }
        return current.advance(in);
    }

    @Override
    public @Nullable Computation computation() {
        return commands == null ? null : commands.computation();
    }

    @Override
    public void onComputed() throws ProtocolException {
        if (commands == null) {
            throw new IllegalStateException("nothing was computed");
        }
        commands.onComputed();
    }

    @Override
    public @Nullable Credentials awaitsVerdict() {
        return commands == null ? null : commands.awaitsVerdict();
    }

    @Override
    public void onVerdict(int status) {
        if (commands == null) {
            throw new IllegalStateException("no verdict is due");
        }
        commands.onVerdict(status);
    }
}
