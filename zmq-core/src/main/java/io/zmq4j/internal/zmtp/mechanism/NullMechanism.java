package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * NULL (RFC 37, "The NULL mechanism"): no security; each peer sends READY with its properties at once, in any order. A side
 * that lets peers in by their address alone sends it when they are let in.
 */
public final class NullMechanism implements Mechanism {

    private static final String NAME = "NULL";
    private static final Credentials NO_CREDENTIALS = new Credentials(NAME, List.of());

    private byte @Nullable [] next;
    private boolean awaitsVerdict;
    private boolean refused;
    private @Nullable PropertyList peerProperties;

    /**
     * @param properties the local properties, encoded
     * @param authenticates whether a verdict is due on each peer
     */
    public NullMechanism(byte[] properties, boolean authenticates) {
        next = Command.encode(Command.READY, properties);
        awaitsVerdict = authenticates;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte @Nullable [] nextCommand() {
        if (awaitsVerdict) {
            return null;
        }
        byte[] command = next;
        next = null;
        return command;
    }

    @Override
    public void onCommand(Command command) throws ProtocolException {
        if (command.name().equals(Command.READY) && peerProperties == null && !refused) {
            peerProperties = PropertyList.parse(command.data());
        } else if (command.name().equals(Command.ERROR)) {
            throw ProtocolException.refusedByPeer(command);
        } else {
            boolean ready = peerProperties == null && !refused;
            throw ProtocolException.unexpected(command, NAME, ready ? "READY, ERROR" : "ERROR");
        }
    }

    @Override
    public @Nullable PropertyList peerProperties() {
        return awaitsVerdict ? null : peerProperties;
    }

    @Override
    public @Nullable Credentials awaitsVerdict() {
        return awaitsVerdict ? NO_CREDENTIALS : null;
    }

    @Override
    public void onVerdict(int status) {
        if (!awaitsVerdict) {
            throw new IllegalStateException("no verdict is due");
        }
        awaitsVerdict = false;
        if (status != Refusal.OK) {
            refused = true;
            next = Refusal.command(status);
            peerProperties = null;
        }
    }
}
