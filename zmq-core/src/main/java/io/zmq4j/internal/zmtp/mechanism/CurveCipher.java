package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.crypto.SecretBox;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.SafeText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * MESSAGE of CURVE (RFC 26): {@code | 7 "MESSAGE" | nonce (8) | box |}, both ways, with a nonce that only ever grows.
 */
final class CurveCipher implements TrafficCipher {

    static final byte[] CLIENT = Curve.ascii("CurveZMQMESSAGEC");
    static final byte[] SERVER = Curve.ascii("CurveZMQMESSAGES");

    private static final byte[] NAME = Curve.ascii("\7MESSAGE");
    private static final int NONCE_AT = NAME.length;
    private static final int BOX_AT = NONCE_AT + Long.BYTES;
    private static final int HEADER = BOX_AT + SecretBox.OVERHEAD;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final SecretBox outgoing;
    private final SecretBox incoming;
    private final NonceCheck received;
    private long lastSent;

    /**
     * @param ours begins the nonces of this side
     * @param lastSent the nonce of this side's last command
     * @param received has seen the nonces of the peer's commands
     */
    CurveCipher(Crypto crypto, byte[] key, byte[] ours, byte[] theirs, long lastSent, NonceCheck received) {
        this.outgoing = crypto.box(key, ours);
        this.incoming = crypto.box(key, theirs);
        this.lastSent = lastSent;
        this.received = received;
    }

    @Override
    public int headerSize() {
        return HEADER;
    }

    @Override
    public void seal(byte[] bytes, int at, int size) {
        System.arraycopy(NAME, 0, bytes, at, NAME.length);
        long nonce = ++lastSent;
        LONG.set(bytes, at + NONCE_AT, nonce);
        outgoing.seal(nonce, bytes, at + HEADER, size, bytes, at + BOX_AT);
    }

    @Override
    public int open(byte[] bytes, int at, int size) throws ProtocolException {
        if (size < HEADER + 1) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_MESSAGE,
                    "encrypted MESSAGE of " + size + " bytes, allowed: " + (HEADER + 1) + " and above");
        }
        for (int i = 0; i < NAME.length; i++) {
            if (bytes[at + i] != NAME[i]) {
                throw new ProtocolException(
                        ProtocolException.UNEXPECTED_COMMAND,
                        "frame that begins with "
                                + SafeText.quote(new String(bytes, at, NAME.length, StandardCharsets.ISO_8859_1))
                                + " in encrypted traffic, allowed: MESSAGE");
            }
        }
        long nonce = (long) LONG.get(bytes, at + NONCE_AT);
        received.accept(nonce);
        if (!incoming.open(nonce, bytes, at + BOX_AT, size - BOX_AT, bytes, at + HEADER)) {
            throw new ProtocolException(ProtocolException.CRYPTOGRAPHIC, "encrypted MESSAGE that does not open");
        }
        return at + HEADER;
    }

    void wipe() {
        outgoing.wipe();
        incoming.wipe();
    }
}
