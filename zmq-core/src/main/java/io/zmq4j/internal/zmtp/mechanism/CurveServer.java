package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server of CURVE (RFC 26); see {@link CurveClient} for the commands. It keeps its short-term key with the connection,
 * so its cookie is no more than a random number that the client has to show again.
 */
public final class CurveServer extends CurveMechanism {

    private static final int PADDING = 72;
    private static final int HELLO_SIZE = 2 + PADDING + Curve.KEY + Long.BYTES + Curve.OVERHEAD + 64;
    private static final int LEAST_INITIATE = Curve.COOKIE + Long.BYTES + Curve.OVERHEAD + Curve.KEY + Curve.VOUCH;
    private static final long READY_NONCE = 1;

    private enum State {
        HELLO,
        WELCOME,
        INITIATE,
        VERDICT,
        READY,
        REFUSAL,
        DONE
    }

    private State state = State.HELLO;
    private byte @Nullable [] clientShort;
    private @Nullable Credentials credentials;
    private @Nullable PropertyList claimed;
    private int refusal;

    /**
     * @param secretKey of this connection alone, as it is wiped
     * @param properties the local ones, encoded
     */
    public CurveServer(Crypto crypto, byte[] publicKey, byte[] secretKey, byte[] properties) {
        super(crypto, publicKey, secretKey, properties);
    }

    @Override
    public byte @Nullable [] nextCommand() {
        if (computation() != null) {
            return null;
        }
        return switch (state) {
            case WELCOME -> {
                state = State.INITIATE;
                yield takeNext();
            }
            case READY -> {
                state = State.DONE;
                yield ready();
            }
            case REFUSAL -> {
                state = State.DONE;
                yield Refusal.command(refusal);
            }
            case HELLO, INITIATE, VERDICT, DONE -> null;
        };
    }

    @Override
    public void onCommand(Command command) throws ProtocolException {
        String name = command.name();
        if (state == State.HELLO && name.equals(Command.HELLO)) {
            onHello(command.data());
            state = State.WELCOME;
        } else if (state == State.INITIATE && name.equals(Command.INITIATE)) {
            onInitiate(command.data());
            state = State.VERDICT;
        } else {
            throw ProtocolException.unexpected(command, Curve.NAME, state.toString());
        }
    }

    private void onHello(ByteBuffer data) throws ProtocolException {
        if (data.remaining() != HELLO_SIZE) {
            throw malformedHello("HELLO of " + data.remaining() + " bytes, allowed: " + HELLO_SIZE);
        }
        int major = data.get();
        int minor = data.get();
        if (major != 1 || minor != 0) {
            throw malformedHello("HELLO of CurveZMQ " + (major & 0xFF) + "." + (minor & 0xFF) + ", allowed: 1.0");
        }
        if (!MessageDigest.isEqual(Curve.take(data, PADDING), new byte[PADDING])) {
            throw malformedHello("HELLO with a padding that is not zero");
        }
        byte[] peer = Curve.take(data, Curve.KEY);
        long nonce = data.getLong();
        received.accept(nonce);
        byte[] box = Curve.take(data, data.remaining());
        compute(() -> next = welcome(peer, nonce, box));
    }

    private static ProtocolException malformedHello(String message) {
        return new ProtocolException(ProtocolException.MALFORMED_HELLO, message);
    }

    /** The answer to what is in the box of HELLO. */
    private byte[] welcome(byte[] peer, long nonce, byte[] hello) throws ProtocolException {
        byte[] shared = Curve.sharedKey(crypto, secretKey, peer);
        helloKey = shared;
        byte[] zeros = Curve.open(crypto, shared, Curve.HELLO, nonce, hello);
        if (zeros == null || !MessageDigest.isEqual(zeros, new byte[64])) {
            throw new ProtocolException(
                    ProtocolException.CRYPTOGRAPHIC, "HELLO that does not open: it is for a server with another key");
        }
        clientShort = peer;
        byte[] shown = new byte[Curve.COOKIE];
        cookie = shown;
        crypto.random(shortSecret);
        crypto.random(shown);
        byte[] content = Curve.concat(crypto.publicKey(shortSecret), shown);
        byte[] data = Curve.sealLong(crypto, shared, Curve.WELCOME, content);
        Curve.wipe(shared);
        Curve.wipe(content);
        return Command.encode(Command.WELCOME, data);
    }

    private void onInitiate(ByteBuffer data) throws ProtocolException {
        byte[] peer = clientShort;
        byte[] ours = cookie;
        if (data.remaining() < LEAST_INITIATE || peer == null || ours == null) {
            throw malformedInitiate(
                    "INITIATE of " + data.remaining() + " bytes, allowed: " + LEAST_INITIATE + " and above");
        }
        if (!MessageDigest.isEqual(Curve.take(data, Curve.COOKIE), ours)) {
            throw new ProtocolException(ProtocolException.CRYPTOGRAPHIC, "INITIATE with a cookie that is not ours");
        }
        long nonce = data.getLong();
        received.accept(nonce);
        byte[] box = Curve.take(data, data.remaining());
        compute(() -> identify(peer, nonce, box));
    }

    /** Finds out who the client is, by what is in the box of INITIATE. */
    private void identify(byte[] peer, long nonce, byte[] initiate) throws ProtocolException {
        byte[] key = Curve.sharedKey(crypto, shortSecret, peer);
        trafficKey = key;
        byte[] content = Curve.open(crypto, key, Curve.INITIATE, nonce, initiate);
        if (content == null) {
            throw new ProtocolException(ProtocolException.CRYPTOGRAPHIC, "INITIATE that does not open");
        }
        byte[] client = Arrays.copyOf(content, Curve.KEY);
        checkVouch(client, peer, Arrays.copyOfRange(content, Curve.KEY, Curve.KEY + Curve.VOUCH));
        int propertiesAt = Curve.KEY + Curve.VOUCH;
        claimed = PropertyList.parse(ByteBuffer.wrap(content, propertiesAt, content.length - propertiesAt));
        credentials = new Credentials(Curve.NAME, List.of(client));
    }

    /** Whether who has the secret key of C made this connection, and made it to this server. */
    private void checkVouch(byte[] client, byte[] peer, byte[] vouch) throws ProtocolException {
        byte[] key = Curve.sharedKey(crypto, shortSecret, client);
        byte[] vouched = Curve.openLong(crypto, key, Curve.VOUCHED, vouch);
        Curve.wipe(key);
        if (vouched == null || !MessageDigest.isEqual(vouched, Curve.concat(peer, publicKey))) {
            throw new ProtocolException(
                    ProtocolException.CRYPTOGRAPHIC, "INITIATE of a client that does not prove its key");
        }
    }

    private static ProtocolException malformedInitiate(String message) {
        return new ProtocolException(ProtocolException.MALFORMED_INITIATE, message);
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
        refusal = status;
        state = status == Refusal.OK ? State.READY : State.REFUSAL;
    }

    private byte[] ready() {
        byte[] key = trafficKey;
        PropertyList peer = claimed;
        if (key == null || peer == null) {
            throw new IllegalStateException("no INITIATE came");
        }
        byte[] box = Curve.seal(crypto, key, Curve.READY, READY_NONCE, properties);
        ByteBuffer data = ByteBuffer.allocate(Long.BYTES + box.length).putLong(READY_NONCE);
        data.put(box);
        complete(peer, key, CurveCipher.SERVER, CurveCipher.CLIENT, READY_NONCE);
        return Command.encode(Command.READY, data.array());
    }
}
