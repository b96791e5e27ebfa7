package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.SafeText;
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
public final class CurveClient implements Mechanism {

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

    private final Crypto crypto;
    private final byte[] publicKey;
    private final byte[] secretKey;
    private final byte[] serverKey;
    private final byte[] properties;
    private final byte[] shortSecret = new byte[Curve.KEY];
    private final byte[] shortPublic;
    private final NonceCheck received = new NonceCheck();
    private State state = State.HELLO;

    /** Between C' and S. */
    private byte @Nullable [] helloKey;

    private byte @Nullable [] serverShort;
    private byte @Nullable [] cookie;
    private byte @Nullable [] trafficKey;
    private @Nullable PropertyList peerProperties;
    private @Nullable CurveCipher cipher;

    /**
     * @param serverKey the public key of the only server to talk to
     * @param properties the local ones, encoded
     */
    public CurveClient(Crypto crypto, byte[] publicKey, byte[] secretKey, byte[] serverKey, byte[] properties) {
        this.crypto = crypto;
        this.publicKey = publicKey;
        this.secretKey = secretKey;
        this.serverKey = serverKey;
        this.properties = properties;
        crypto.random(shortSecret);
        shortPublic = crypto.publicKey(shortSecret);
    }

    @Override
    public String name() {
        return Curve.NAME;
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
                yield initiate();
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
            throw new ProtocolException(
                    ProtocolException.UNEXPECTED_COMMAND,
                    "command " + SafeText.quote(name) + " in the CURVE handshake, allowed: " + state + ", ERROR");
        }
    }

    private byte[] hello() {
        byte[] shared = crypto.sharedKey(shortSecret, serverKey);
        if (shared == null) {
            throw new IllegalStateException("the server's key was not checked");
        }
        helloKey = shared;
        byte[] box = Curve.seal(crypto, shared, Curve.HELLO, HELLO_NONCE, new byte[64]);
        ByteBuffer data = ByteBuffer.allocate(2 + 72 + Curve.KEY + Long.BYTES + box.length);
        data.put((byte) 1).put((byte) 0).position(2 + 72);
        data.put(shortPublic).putLong(HELLO_NONCE).put(box);
        return Command.encode(Command.HELLO, data.array());
    }

    private void onWelcome(ByteBuffer data) throws ProtocolException {
        if (data.remaining() != WELCOME_SIZE) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_WELCOME,
                    "WELCOME of " + data.remaining() + " bytes, allowed: " + WELCOME_SIZE);
        }
        byte[] key = helloKey;
        byte[] content =
                key == null ? null : Curve.openLong(crypto, key, Curve.WELCOME, Curve.take(data, WELCOME_SIZE));
        Curve.wipe(key);
        if (content == null) {
            throw new ProtocolException(
                    ProtocolException.CRYPTOGRAPHIC, "WELCOME that does not open: the server has not the expected key");
        }
        byte[] peer = Arrays.copyOf(content, Curve.KEY);
        serverShort = peer;
        cookie = Arrays.copyOfRange(content, Curve.KEY, content.length);
        trafficKey = Curve.sharedKey(crypto, shortSecret, peer);
    }

    private byte[] initiate() {
        byte[] peer = serverShort;
        byte[] shown = cookie;
        byte[] key = trafficKey;
        byte[] vouchKey = peer == null ? null : crypto.sharedKey(secretKey, peer);
        if (peer == null || shown == null || key == null || vouchKey == null) {
            throw new IllegalStateException("no WELCOME came");
        }
        byte[] vouch = Curve.sealLong(crypto, vouchKey, Curve.VOUCHED, Curve.concat(shortPublic, serverKey));
        Curve.wipe(vouchKey);
        byte[] content = Curve.concat(publicKey, vouch, properties);
        byte[] box = Curve.seal(crypto, key, Curve.INITIATE, INITIATE_NONCE, content);
        ByteBuffer data = ByteBuffer.allocate(shown.length + Long.BYTES + box.length);
        data.put(shown).putLong(INITIATE_NONCE).put(box);
        Curve.wipe(shown);
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
        peerProperties = PropertyList.parse(ByteBuffer.wrap(content));
        cipher = new CurveCipher(crypto, key, CurveCipher.CLIENT, CurveCipher.SERVER, INITIATE_NONCE, received);
        Curve.wipe(key);
        Curve.wipe(shortSecret);
    }

    @Override
    public @Nullable PropertyList peerProperties() {
        return peerProperties;
    }

    @Override
    public @Nullable TrafficCipher cipher() {
        return cipher;
    }

    @Override
    public void wipe() {
        Curve.wipe(shortSecret);
        Curve.wipe(helloKey);
        Curve.wipe(trafficKey);
        Curve.wipe(cookie);
        if (cipher != null) {
            cipher.wipe();
        }
    }
}
