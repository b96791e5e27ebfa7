package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.crypto.Crypto;
import io.zmq4j.internal.crypto.SecretBox;
import io.zmq4j.internal.zmtp.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What both sides of a CURVE handshake (RFC 26) do: boxes with the nonces of each command. */
final class Curve {

    static final String NAME = "CURVE";
    static final int KEY = Crypto.KEY;
    static final int OVERHEAD = SecretBox.OVERHEAD;

    /** Bytes of the nonces that are chosen at random. */
    static final int LONG_NONCE = 16;

    static final int COOKIE = 96;
    static final int VOUCH = LONG_NONCE + OVERHEAD + 2 * KEY;

    static final byte[] HELLO = ascii("CurveZMQHELLO---");
    static final byte[] INITIATE = ascii("CurveZMQINITIATE");
    static final byte[] READY = ascii("CurveZMQREADY---");
    static final byte[] WELCOME = ascii("WELCOME-");
    static final byte[] VOUCHED = ascii("VOUCH---");

    private Curve() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The key of the boxes between two key pairs.
     *
     * @throws ProtocolException when the public key is of low order, or not in its only form
     */
    static byte[] sharedKey(Crypto crypto, byte[] secretKey, byte[] publicKey) throws ProtocolException {
        if (publicKey[KEY - 1] < 0) {
            // X25519 ignores the highest bit, so that two texts would be one key
            throw new ProtocolException(ProtocolException.KEY_EXCHANGE, "public key with its highest bit set");
        }
        byte[] key = crypto.sharedKey(secretKey, publicKey);
        if (key == null) {
            throw new ProtocolException(
                    ProtocolException.KEY_EXCHANGE, "public key of low order, with which nothing would be secret");
        }
        return key;
    }

    /** The content in a box of its own. */
    static byte[] seal(Crypto crypto, byte[] key, byte[] prefix, long nonce, byte[] content) {
        SecretBox box = crypto.box(key, prefix);
        byte[] sealed = new byte[content.length + OVERHEAD];
        box.seal(nonce, content, 0, content.length, sealed, 0);
        box.wipe();
        return sealed;
    }

    /** What is in a box; null if it does not open. */
    static byte @Nullable [] open(Crypto crypto, byte[] key, byte[] prefix, long nonce, byte[] sealed) {
        SecretBox box = crypto.box(key, prefix);
        byte[] content = new byte[sealed.length - OVERHEAD];
        boolean opened = box.open(nonce, sealed, 0, sealed.length, content, 0);
        box.wipe();
        return opened ? content : null;
    }

    /** {@code | nonce (16) | box |}, with a nonce of the prefix and 16 random bytes. */
    static byte[] sealLong(Crypto crypto, byte[] key, byte[] prefix, byte[] content) {
        byte[] nonce = new byte[LONG_NONCE];
        crypto.random(nonce);
        byte[] box = seal(crypto, key, longPrefix(prefix, nonce), longEnd(nonce), content);
        return concat(nonce, box);
    }

    static byte @Nullable [] openLong(Crypto crypto, byte[] key, byte[] prefix, byte[] nonceAndBox) {
        byte[] nonce = Arrays.copyOf(nonceAndBox, LONG_NONCE);
        byte[] box = Arrays.copyOfRange(nonceAndBox, LONG_NONCE, nonceAndBox.length);
        return open(crypto, key, longPrefix(prefix, nonce), longEnd(nonce), box);
    }

    private static byte[] longPrefix(byte[] prefix, byte[] nonce) {
        return concat(prefix, Arrays.copyOf(nonce, LONG_NONCE - prefix.length));
    }

    private static long longEnd(byte[] nonce) {
        return ByteBuffer.wrap(nonce).getLong(LONG_NONCE - Long.BYTES);
    }

    static byte[] concat(byte[]... parts) {
        int size = 0;
        for (byte[] part : parts) {
            size += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(size);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    static byte[] take(ByteBuffer data, int size) {
        byte[] bytes = new byte[size];
        data.get(bytes);
        return bytes;
    }

    static void wipe(byte @Nullable [] secret) {
        if (secret != null) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
