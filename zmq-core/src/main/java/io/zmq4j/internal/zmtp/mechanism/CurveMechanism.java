package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.zmtp.PropertyList;
import io.zmq4j.internal.zmtp.ProtocolException;
import org.jspecify.annotations.Nullable;

/** What both ends of CURVE (RFC 26) keep during a handshake, and forget after it. */
abstract class CurveMechanism implements Mechanism {

    final Crypto crypto;
    final byte[] publicKey;
    final byte[] secretKey;
    final byte[] properties;
    final byte[] shortSecret = new byte[Curve.KEY];
    final NonceCheck received = new NonceCheck();

    /** Between C' and S. */
    byte @Nullable [] helloKey;

    byte @Nullable [] cookie;

    /** Between C' and S'. */
    byte @Nullable [] trafficKey;

    /** The next command, once it is computed. */
    byte @Nullable [] next;

    private @Nullable Computation due;
    private @Nullable PropertyList peerProperties;
    private @Nullable CurveCipher cipher;

    /**
     * @param secretKey of this connection alone, as it is wiped
     * @param properties the local ones, encoded
     */
    CurveMechanism(Crypto crypto, byte[] publicKey, byte[] secretKey, byte[] properties) {
        this.crypto = crypto;
        this.publicKey = publicKey;
        this.secretKey = secretKey;
        this.properties = properties;
    }

    @Override
    public final String name() {
        return Curve.NAME;
    }

    // -- what takes time: a product on the curve is worth a thousand messages --

    final void compute(Computation.Task task) {
        due = new Computation(task, this::wipe);
    }

    @Override
    public final @Nullable Computation computation() {
        return due;
    }

    @Override
    public final void onComputed() throws ProtocolException {
        Computation done = due;
        if (done == null) {
            throw new IllegalStateException("nothing was computed");
        }
        due = null;
        done.finish();
    }

    /** The command that was computed. */
    final byte[] takeNext() {
        byte[] command = next;
        if (command == null) {
            throw new IllegalStateException("no command was computed");
        }
        next = null;
        return command;
    }

    // -- the end of the handshake --

    /**
     * All is said, and traffic begins.
     *
     * @param ours begins the nonces of this side
     * @param lastSent the nonce of this side's last command
     */
    final void complete(PropertyList peer, byte[] key, byte[] ours, byte[] theirs, long lastSent) {
        cipher = new CurveCipher(crypto, key, ours, theirs, lastSent, received);
        peerProperties = peer;
        wipeHandshake();
    }

    @Override
    public final @Nullable PropertyList peerProperties() {
        return peerProperties;
    }

    @Override
    public final @Nullable TrafficCipher cipher() {
        return cipher;
    }

    private void wipeHandshake() {
        Curve.wipe(secretKey);
        Curve.wipe(shortSecret);
        Curve.wipe(helloKey);
        Curve.wipe(trafficKey);
        Curve.wipe(cookie);
    }

    @Override
    public final void wipe() {
        wipeHandshake();
        if (cipher != null) {
            cipher.wipe();
        }
    }
}
