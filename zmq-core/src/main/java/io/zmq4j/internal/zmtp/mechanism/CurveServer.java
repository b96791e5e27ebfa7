package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.zmtp.Command;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.SafeText;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server of CURVE (RFC 26); see {@link CurveClient} for the commands. It keeps its short-term key with the connection,
 * so its cookie is no more than a random number that the client has to show again.
 */
public final class CurveServer implements Mechanism {

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

    private final Crypto crypto;
    private final byte[] publicKey;
    private final byte[] secretKey;
    private final byte[] properties;
    private final byte[] shortSecret = new byte[Curve.KEY];
    private final byte[] cookie = new byte[Curve.COOKIE];
    private final NonceCheck received = new NonceCheck();
    private State state = State.HELLO;
    private byte @Nullable [] clientShort;

    /** Between C' and S. */
    private byte @Nullable [] helloKey;

    private byte @Nullable [] trafficKey;
    private @Nullable Credentials credentials;
    private @Nullable PropertyList claimed;
    private @Nullable PropertyList peerProperties;
    private @Nullable CurveCipher cipher;
    private int refusal;

    /** @param properties the local ones, encoded */
    public CurveServer(Crypto crypto, byte[] publicKey, byte[] secretKey, byte[] properties) {
        this.crypto = crypto;
        this.publicKey = publicKey;
        this.secretKey = secretKey;
        this.properties = properties;
    }

    @Override
    public String name() {
        return Curve.NAME;
    }

    @Override
    public byte @Nullable [] nextCommand() {
        return switch (state) {
            case WELCOME -> {
                state = State.INITIATE;
                yield welcome();
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
            throw new ProtocolException(
                    ProtocolException.UNEXPECTED_COMMAND,
                    "command " + SafeText.quote(name) + " in the CURVE handshake, allowed: " + state);
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
        if (!Arrays.equals(Curve.take(data, PADDING), new byte[PADDING])) {
            throw malformedHello("HELLO with a padding that is not zero");
        }
        byte[] peer = Curve.take(data, Curve.KEY);
        long nonce = data.getLong();
        received.accept(nonce);
        byte[] shared = Curve.sharedKey(crypto, secretKey, peer);
        byte[] content = Curve.open(crypto, shared, Curve.HELLO, nonce, Curve.take(data, data.remaining()));
        if (content == null || !MessageDigest.isEqual(content, new byte[64])) {
            Curve.wipe(shared);
            throw new ProtocolException(
                    ProtocolException.CRYPTOGRAPHIC, "HELLO that does not open: it is for a server with another key");
        }
        clientShort = peer;
        helloKey = shared;
    }

    private static ProtocolException malformedHello(String message) {
        return new ProtocolException(ProtocolException.MALFORMED_HELLO, message);
    }

    private byte[] welcome() {
        byte[] key = helloKey;
        if (key == null) {
            throw new IllegalStateException("no HELLO came");
        }
        crypto.random(shortSecret);
        crypto.random(cookie);
        byte[] content = Curve.concat(crypto.publicKey(shortSecret), cookie);
        byte[] data = Curve.sealLong(crypto, key, Curve.WELCOME, content);
        Curve.wipe(key);
        Curve.wipe(content);
        return Command.encode(Command.WELCOME, data);
    }

    private void onInitiate(ByteBuffer data) throws ProtocolException {
        byte[] peer = clientShort;
        if (data.remaining() < LEAST_INITIATE || peer == null) {
            throw malformedInitiate(
                    "INITIATE of " + data.remaining() + " bytes, allowed: " + LEAST_INITIATE + " and above");
        }
        if (!MessageDigest.isEqual(Curve.take(data, Curve.COOKIE), cookie)) {
            throw new ProtocolException(ProtocolException.CRYPTOGRAPHIC, "INITIATE with a cookie that is not ours");
        }
        long nonce = data.getLong();
        received.accept(nonce);
        byte[] key = Curve.sharedKey(crypto, shortSecret, peer);
        trafficKey = key;
        byte[] content = Curve.open(crypto, key, Curve.INITIATE, nonce, Curve.take(data, data.remaining()));
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
        if (key == null) {
            throw new IllegalStateException("no INITIATE came");
        }
        byte[] box = Curve.seal(crypto, key, Curve.READY, READY_NONCE, properties);
        ByteBuffer data = ByteBuffer.allocate(Long.BYTES + box.length).putLong(READY_NONCE);
        data.put(box);
        cipher = new CurveCipher(crypto, key, CurveCipher.SERVER, CurveCipher.CLIENT, READY_NONCE, received);
        peerProperties = claimed;
        Curve.wipe(key);
        Curve.wipe(shortSecret);
        Curve.wipe(cookie);
        return Command.encode(Command.READY, data.array());
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
