package io.zmq4j.testing;

import io.zmq4j.CurveKeys;
import java.util.Arrays;

/** What a server of CURVE (RFC 26) says, right or wrong, as a test wants it; written apart from the product. */
public final class CurveServerWire {

    private static final int SHORT_KEY_AT = Wire.commandBody("HELLO").length + 2 + 72;
    private static final int LONG_NONCE = 16;

    private final CurveKeys keys;
    private final byte[] shortSecret = CurveClientWire.random(NaclBox.KEY);
    private byte[] clientShort = new byte[NaclBox.KEY];

    public CurveServerWire(CurveKeys keys) {
        this.keys = keys;
    }

    public static byte[] greeting() {
        byte[] greeting = CurveClientWire.greeting();
        greeting[32] = 1;
        return greeting;
    }

    /** Takes what the client says first. */
    public CurveServerWire greeted(RawPeer.Frame hello) {
        clientShort = Arrays.copyOfRange(hello.body(), SHORT_KEY_AT, SHORT_KEY_AT + NaclBox.KEY);
        return this;
    }

    public byte[] welcome() {
        return welcome(NaclBox.publicKey(shortSecret));
    }

    /** @param shown instead of the key of this connection */
    public byte[] welcome(byte[] shown) {
        byte[] end = CurveClientWire.random(LONG_NONCE);
        byte[] box = NaclBox.seal(
                NaclBox.sharedKey(keys.secretKeyBytes(), clientShort),
                Wire.join(Wire.ascii("WELCOME-"), end),
                Wire.join(shown, CurveClientWire.random(96)));
        return Wire.command("WELCOME", end, box);
    }

    public byte[] ready(long nonce, byte[]... metadata) {
        return ready(trafficKey(), nonce, metadata);
    }

    public byte[] ready(byte[] key, long nonce, byte[]... metadata) {
        byte[] box = NaclBox.seal(key, NaclBox.nonce("CurveZMQREADY---", nonce), Wire.join(metadata));
        return Wire.command("READY", CurveClientWire.int64(nonce), box);
    }

    /** A frame of a message, in its box. */
    public byte[] message(long nonce, int flags, byte[] body) {
        byte[] box = NaclBox.seal(
                trafficKey(), NaclBox.nonce("CurveZMQMESSAGES", nonce), Wire.join(new byte[] {(byte) flags}, body));
        return Wire.frame(0, Wire.commandBody("MESSAGE", CurveClientWire.int64(nonce), box));
    }

    /** The key between the keys of this connection, as it is after WELCOME. */
    public byte[] trafficKey() {
        return NaclBox.sharedKey(shortSecret, clientShort);
    }
}
