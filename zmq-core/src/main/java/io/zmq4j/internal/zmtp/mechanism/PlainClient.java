package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The client of PLAIN (RFC 24): says a name and a password, which everybody on the way can read, then its properties. */
public final class PlainClient implements Mechanism {

    private enum State {
        HELLO,
        WELCOME,
        INITIATE,
        READY,
        DONE
    }

    private final String username;
    private final String password;
    private final byte[] properties;
    private State state = State.HELLO;
    private @Nullable PropertyList peerProperties;

    /**
     * @param username of at most 255 bytes in UTF-8, as the password
     * @param properties the local ones, encoded
     */
    public PlainClient(String username, String password, byte[] properties) {
        this.username = username;
        this.password = password;
        this.properties = properties;
    }

    @Override
    public String name() {
        return PlainServer.NAME;
    }

    @Override
    public byte @Nullable [] nextCommand() {
        return switch (state) {
            case HELLO -> {
                state = State.WELCOME;
                yield hello();
            }
            case INITIATE -> {
                state = State.READY;
                yield Command.encode(Command.INITIATE, properties);
            }
            case WELCOME, READY, DONE -> null;
        };
    }

    private byte[] hello() {
        byte[] name = username.getBytes(StandardCharsets.UTF_8);
        byte[] secret = password.getBytes(StandardCharsets.UTF_8);
        ByteBuffer data = ByteBuffer.allocate(2 + name.length + secret.length);
        data.put((byte) name.length).put(name).put((byte) secret.length).put(secret);
        return Command.encode(Command.HELLO, data.array());
    }

    @Override
    public void onCommand(Command command) throws ProtocolException {
        String name = command.name();
        if (state == State.WELCOME && name.equals(Command.WELCOME)) {
            if (command.data().hasRemaining()) {
                throw new ProtocolException(
                        ProtocolException.MALFORMED_WELCOME,
                        "WELCOME with " + command.data().remaining() + " bytes after its name, allowed: none");
            }
            state = State.INITIATE;
        } else if (state == State.READY && name.equals(Command.READY)) {
            peerProperties = PropertyList.parse(command.data());
            state = State.DONE;
        } else if (name.equals(Command.ERROR) && (state == State.WELCOME || state == State.READY)) {
            throw ProtocolException.refusedByPeer(command);
        } else {
            throw ProtocolException.unexpected(command, PlainServer.NAME, state + ", ERROR");
        }
    }

    @Override
    public @Nullable PropertyList peerProperties() {
        return peerProperties;
    }
}
