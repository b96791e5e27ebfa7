package io.zmq4j.testing;

import io.zmq4j.CurveKeys;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;

/** What a client of CURVE (RFC 26) says, right or wrong, as a test wants it; written apart from the product. */
public final class CurveClientWire {

    private static final int COOKIE = 96;
    private static final int LONG_NONCE = 16;

    private final CurveKeys keys;
    private final byte[] serverKey;
    private final byte[] shortSecret = random(NaclBox.KEY);
    private final byte[] shortPublic = NaclBox.publicKey(shortSecret);
    private byte[] serverShort = new byte[NaclBox.KEY];
    private byte[] cookie = new byte[COOKIE];
    private long lastNonce;

    /**
     * That somebody made this connection to this server.
     *
     * @param claimed the public key that is shown beside it
     * @param secretKey of who vouches
     * @param shortKey of the connection
     * @param server whom it was made to
     */
    public record Vouch(byte[] claimed, byte[] secretKey, byte[] shortKey, byte[] server) {}

    public CurveClientWire(CurveKeys keys, byte[] serverKey) {
        this.keys = keys;
        this.serverKey = serverKey;
    }

    public static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    public static byte[] greeting() {
        return Wire.greeting(3, 1, Wire.ascii("CURVE"));
    }

    /** The key of this connection that the server is shown. */
    public byte[] shortPublic() {
        return shortPublic.clone();
    }

    public byte[] cookie() {
        return cookie.clone();
    }

    public byte[] hello() {
        return hello(shortPublic, ++lastNonce);
    }

    public byte[] hello(byte[] shown, long nonce) {
        return Wire.command("HELLO", helloData(shown, nonce));
    }

    public byte[] helloData(byte[] shown, long nonce) {
        byte[] key = NaclBox.sharedKey(shortSecret, serverKey);
        byte[] box = NaclBox.seal(key, NaclBox.nonce("CurveZMQHELLO---", nonce), new byte[64]);
        return Wire.join(new byte[] {1, 0}, new byte[72], shown, int64(nonce), box);
    }

    /** Takes the server's answer, and so what INITIATE needs. */
    public CurveClientWire welcomed(RawPeer.Frame welcome) {
        byte[] body = welcome.body();
        int nonceAt = Wire.commandBody("WELCOME").length;
        byte[] nonce = Wire.join(Wire.ascii("WELCOME-"), Arrays.copyOfRange(body, nonceAt, nonceAt + LONG_NONCE));
        byte[] box = Arrays.copyOfRange(body, nonceAt + LONG_NONCE, body.length);
        byte[] content = NaclBox.open(NaclBox.sharedKey(shortSecret, serverKey), nonce, box);
        serverShort = Arrays.copyOf(content, NaclBox.KEY);
        cookie = Arrays.copyOfRange(content, NaclBox.KEY, content.length);
        return this;
    }

    /** As the specification wants it. */
    public Vouch honest() {
        return new Vouch(keys.publicKeyBytes(), keys.secretKeyBytes(), shortPublic, serverKey);
    }

    public byte[] initiate(byte[]... metadata) {
        return initiate(honest(), ++lastNonce, metadata);
    }

    public byte[] initiate(Vouch vouch, long nonce, byte[]... metadata) {
        return Wire.command("INITIATE", initiateData(vouch, nonce, metadata));
    }

    public byte[] initiateData(Vouch vouch, long nonce, byte[]... metadata) {
        byte[] end = random(LONG_NONCE);
        byte[] vouched = NaclBox.seal(
                NaclBox.sharedKey(vouch.secretKey(), serverShort),
                Wire.join(Wire.ascii("VOUCH---"), end),
                Wire.join(vouch.shortKey(), vouch.server()));
        byte[] content = Wire.join(vouch.claimed(), end, vouched, Wire.join(metadata));
        byte[] box = NaclBox.seal(trafficKey(), NaclBox.nonce("CurveZMQINITIATE", nonce), content);
        return Wire.join(cookie, int64(nonce), box);
    }

    /** A frame of a message, in its box. */
    public byte[] message(int flags, byte[] body) {
        return message(++lastNonce, flags, body);
    }

    public byte[] message(long nonce, int flags, byte[] body) {
        byte[] box = NaclBox.seal(
                trafficKey(), NaclBox.nonce("CurveZMQMESSAGEC", nonce), Wire.join(new byte[] {(byte) flags}, body));
        return Wire.frame(0, Wire.commandBody("MESSAGE", int64(nonce), box));
    }

    /** What is in a frame of the server. */
    public byte[] open(RawPeer.Frame message) {
        int nonceAt = Wire.commandBody("MESSAGE").length;
        long nonce = ByteBuffer.wrap(message.body()).getLong(nonceAt);
        byte[] box = Arrays.copyOfRange(message.body(), nonceAt + Long.BYTES, message.body().length);
        byte[] content = NaclBox.open(trafficKey(), NaclBox.nonce("CurveZMQMESSAGES", nonce), box);
        return Arrays.copyOfRange(content, 1, content.length);
    }

    private byte[] trafficKey() {
        return NaclBox.sharedKey(shortSecret, serverShort);
    }

    /** Greets, shakes hands as a socket of this type, and reads up to the server's READY. */
    public CurveClientWire handshake(RawPeer peer, String type) {
        peer.send(greeting(), hello()).read(Wire.GREETING);
        welcomed(peer.readFrame());
        peer.send(initiate(Wire.property("Socket-Type", Wire.ascii(type))));
        if (!peer.readFrame().isCommand("READY")) {
            throw new AssertionError("the server is not ready");
        }
        return this;
    }

    static byte[] int64(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
