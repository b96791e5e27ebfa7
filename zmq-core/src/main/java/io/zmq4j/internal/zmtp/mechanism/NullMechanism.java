package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.SafeText;
import org.jspecify.annotations.Nullable;

/** NULL (RFC 37, "The NULL mechanism"): no security; each peer sends READY with its properties at once, in any order. */
public final class NullMechanism implements Mechanism {

    private static final String NAME = "NULL";

    private byte @Nullable [] ready;
    private @Nullable PropertyList peerProperties;

    /** @param properties the local properties, encoded */
    public NullMechanism(byte[] properties) {
        ready = Command.encode(Command.READY, properties);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte @Nullable [] nextCommand() {
        byte[] next = ready;
        ready = null;
        return next;
    }

    @Override
    public void onCommand(Command command) throws ProtocolException {
        switch (command.name()) {
            case Command.READY -> peerProperties = PropertyList.parse(command.data());
            case Command.ERROR -> throw ProtocolException.refusedByPeer(command);
            default ->
                throw new ProtocolException(
                        ProtocolException.UNEXPECTED_COMMAND,
                        "command " + SafeText.quote(command.name()) + " in the NULL handshake, allowed: READY, ERROR");
        }
    }

    @Override
    public @Nullable PropertyList peerProperties() {
        return peerProperties;
    }
}
