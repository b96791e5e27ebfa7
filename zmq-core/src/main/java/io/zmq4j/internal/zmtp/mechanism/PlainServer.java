package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server of PLAIN (RFC 24):
 *
 * <pre>
 * HELLO     | size (1) | name | size (1) | password |
 *   WELCOME
 * INITIATE  | properties |
 *   READY   | properties |
 * </pre>
 *
 * Between HELLO and WELCOME somebody else has to judge name and password.
 */
public final class PlainServer implements Mechanism {

    static final String NAME = "PLAIN";

    private enum State {
        HELLO,
        VERDICT,
        WELCOME,
        INITIATE,
        READY,
        REFUSAL,
        DONE
    }

    private final byte[] properties;
    private State state = State.HELLO;
    private @Nullable Credentials credentials;
    private @Nullable PropertyList claimed;
    private @Nullable PropertyList peerProperties;
    private int refusal;

    /** @param properties the local ones, encoded */
    public PlainServer(byte[] properties) {
        this.properties = properties;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte @Nullable [] nextCommand() {
        return switch (state) {
            case WELCOME -> {
                state = State.INITIATE;
                yield Command.encode(Command.WELCOME);
            }
            case READY -> {
                state = State.DONE;
                peerProperties = claimed;
                yield Command.encode(Command.READY, properties);
            }
            case REFUSAL -> {
                state = State.DONE;
                yield Refusal.command(refusal);
            }
            case HELLO, VERDICT, INITIATE, DONE -> null;
        };
    }

    @Override
    public void onCommand(Command command) throws ProtocolException {
        String name = command.name();
        if (state == State.HELLO && name.equals(Command.HELLO)) {
            onHello(command.data());
            state = State.VERDICT;
        } else if (state == State.INITIATE && name.equals(Command.INITIATE)) {
            claimed = PropertyList.parse(command.data());
            state = State.READY;
        } else {
            throw ProtocolException.unexpected(command, NAME, state.toString());
        }
    }

    private void onHello(ByteBuffer data) throws ProtocolException {
        byte[] username = part(data, "name");
        byte[] password = part(data, "password");
        if (data.hasRemaining()) {
            throw malformed("HELLO with " + data.remaining() + " bytes after the password, allowed: none");
        }
        credentials = new Credentials(NAME, List.of(username, password));
    }

    private static byte[] part(ByteBuffer data, String what) throws ProtocolException {
        int size = data.hasRemaining() ? data.get() & 0xFF : -1;
        if (size < 0 || size > data.remaining()) {
            throw malformed("HELLO that ends before its " + what + " does");
        }
        return Curve.take(data, size);
    }

    private static ProtocolException malformed(String message) {
        return new ProtocolException(ProtocolException.MALFORMED_HELLO, message);
    }

    @Override
    public @Nullable Credentials awaitsVerdict() {
        return state == State.VERDICT ? credentials : null;
    }

    @Override
    public void onVerdict(int status) {
        if (state != State.VERDICT) {
            throw new IllegalStateException("no verdict is due in " + state);
        }
        credentials = null;
        refusal = status;
        state = status == Refusal.OK ? State.WELCOME : State.REFUSAL;
    }

    @Override
    public @Nullable PropertyList peerProperties() {
        return peerProperties;
    }
}
