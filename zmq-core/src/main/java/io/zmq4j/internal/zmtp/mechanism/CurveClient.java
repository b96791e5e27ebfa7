package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The client of CURVE (RFC 26), which knows the server's key:
 *
 * <pre>
 * HELLO     | 1 0 | zeros (72) | C' (32) | nonce (8) | Box[zeros (64)](C' to S) |
 *   WELCOME | nonce (16) | Box[S' (32) + cookie (96)](S to C') |
 * INITIATE  | cookie (96) | nonce (8) | Box[C (32) + vouch (96) + properties](C' to S') |
 *   READY   | nonce (8) | Box[properties](S' to C') |
 * </pre>
 *
 * The vouch, {@code | nonce (16) | Box[C' + S](C to S') |}, proves that who has the secret key of C made this connection.
 */
public final class CurveClient extends CurveMechanism {

    private static final int WELCOME_SIZE = Curve.LONG_NONCE + Curve.OVERHEAD + Curve.KEY + Curve.COOKIE;
    private static final int LEAST_READY = Long.BYTES + Curve.OVERHEAD;
    private static final long HELLO_NONCE = 1;
    private static final long INITIATE_NONCE = 2;

    private enum State {
        HELLO,
        WELCOME,
        INITIATE,
        READY,
        DONE
    }

    private final byte[] serverKey;
    private State state = State.HELLO;
    private byte @Nullable [] shortPublic;

    /**
     * @param secretKey of this connection alone, as it is wiped
     * @param serverKey the public key of the only server to talk to
     * @param properties the local ones, encoded
     */
    public CurveClient(Crypto crypto, byte[] publicKey, byte[] secretKey, byte[] serverKey, byte[] properties) {
        super(crypto, publicKey, secretKey, properties);
        this.serverKey = serverKey;
        compute(() -> next = hello());
    }

    @Override
    public byte @Nullable [] nextCommand() {
        if (computation() != null) {
            return null;
        }
        return switch (state) {
            case HELLO -> {
                state = State.WELCOME;
                yield takeNext();
            }
            case INITIATE -> {
                state = State.READY;
                yield takeNext();
            }
            case WELCOME, READY, DONE -> null;
        };
    }

    @Override
    public void onCommand(Command command) throws ProtocolException {
        String name = command.name();
        if (state == State.WELCOME && name.equals(Command.WELCOME)) {
            onWelcome(command.data());
            state = State.INITIATE;
        } else if (state == State.READY && name.equals(Command.READY)) {
            onReady(command.data());
            state = State.DONE;
        } else if (name.equals(Command.ERROR) && (state == State.WELCOME || state == State.READY)) {
            throw ProtocolException.refusedByPeer(command);
        } else {
            throw ProtocolException.unexpected(command, Curve.NAME, state + ", ERROR");
        }
    }

    private byte[] hello() {
        crypto.random(shortSecret);
        byte[] shown = crypto.publicKey(shortSecret);
        shortPublic = shown;
        byte[] shared = crypto.sharedKey(shortSecret, serverKey);
        if (shared == null) {
            throw new IllegalStateException("the server's key was not checked");
        }
        helloKey = shared;
        byte[] box = Curve.seal(crypto, shared, Curve.HELLO, HELLO_NONCE, new byte[64]);
        ByteBuffer data = ByteBuffer.allocate(2 + 72 + Curve.KEY + Long.BYTES + box.length);
        data.put((byte) 1).put((byte) 0).position(2 + 72);
        data.put(shown).putLong(HELLO_NONCE).put(box);
        return Command.encode(Command.HELLO, data.array());
    }

    private void onWelcome(ByteBuffer data) throws ProtocolException {
        if (data.remaining() != WELCOME_SIZE) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_WELCOME,
                    "WELCOME of " + data.remaining() + " bytes, allowed: " + WELCOME_SIZE);
        }
        byte[] box = Curve.take(data, WELCOME_SIZE);
        compute(() -> next = initiate(box));
    }

    /** The answer to what is in the box of WELCOME. */
    private byte[] initiate(byte[] welcome) throws ProtocolException {
        byte[] key = helloKey;
        byte[] shown = shortPublic;
        byte[] content = key == null ? null : Curve.openLong(crypto, key, Curve.WELCOME, welcome);
        Curve.wipe(key);
        if (content == null || shown == null) {
            throw new ProtocolException(
                    ProtocolException.CRYPTOGRAPHIC, "WELCOME that does not open: the server has not the expected key");
        }
        byte[] peer = Arrays.copyOf(content, Curve.KEY);
        byte[] returned = Arrays.copyOfRange(content, Curve.KEY, content.length);
        cookie = returned;
        byte[] traffic = Curve.sharedKey(crypto, shortSecret, peer);
        trafficKey = traffic;
        byte[] vouchKey = Curve.sharedKey(crypto, secretKey, peer);
        byte[] vouch = Curve.sealLong(crypto, vouchKey, Curve.VOUCHED, Curve.concat(shown, serverKey));
        Curve.wipe(vouchKey);
        byte[] box =
                Curve.seal(crypto, traffic, Curve.INITIATE, INITIATE_NONCE, Curve.concat(publicKey, vouch, properties));
        ByteBuffer data = ByteBuffer.allocate(returned.length + Long.BYTES + box.length);
        data.put(returned).putLong(INITIATE_NONCE).put(box);
        return Command.encode(Command.INITIATE, data.array());
    }

    private void onReady(ByteBuffer data) throws ProtocolException {
        byte[] key = trafficKey;
        if (data.remaining() < LEAST_READY || key == null) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_READY,
                    "READY of " + data.remaining() + " bytes, allowed: " + LEAST_READY + " and above");
        }
        long nonce = data.getLong();
        received.accept(nonce);
        byte[] content = Curve.open(crypto, key, Curve.READY, nonce, Curve.take(data, data.remaining()));
        if (content == null) {
            throw new ProtocolException(ProtocolException.CRYPTOGRAPHIC, "READY that does not open");
        }
        PropertyList peer = PropertyList.parse(ByteBuffer.wrap(content));
        complete(peer, key, CurveCipher.CLIENT, CurveCipher.SERVER, INITIATE_NONCE);
    }
}
