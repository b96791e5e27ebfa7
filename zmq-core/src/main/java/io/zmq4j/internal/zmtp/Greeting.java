package io.zmq4j.internal.zmtp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The first 64 bytes of each side (RFC 37, "Greeting"):
 *
 * <pre>
 * | FF | padding (8) | 7F | major | minor | mechanism (20, zero padded) | as-server | filler (31) |
 *   0    1             9    10      11      12                            32          33
 * </pre>
 *
 * This object reads the peer's; it judges each byte as it comes, so that what is no ZMTP ends at the first wrong one.
 */
final class Greeting {

    static final int SIZE = 64;

    private static final int PADDING = 1;
    private static final int SIGNATURE_END = 9;
    private static final int MAJOR = 10;
    private static final int MINOR = 11;
    private static final int MECHANISM = 12;
    private static final int MECHANISM_SIZE = 20;

    private final byte[] mechanism;
    private final byte[] received = new byte[SIZE];
    private int filled;

    Greeting(String mechanism) {
        this.mechanism = mechanism.getBytes(StandardCharsets.US_ASCII);
    }

    /** The local greeting; it goes out at once, as every peer of ZMTP 3 takes it in any pieces. */
    static byte[] encode(String mechanism, int routingIdSize) {
        byte[] name = mechanism.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer greeting = ByteBuffer.allocate(SIZE);
        greeting.put(0, (byte) 0xFF);
        // a peer of ZMTP 1.0 reads the padding as the size of the frame with the routing id, and its flags
        greeting.putLong(PADDING, routingIdSize + 1L);
        greeting.put(SIGNATURE_END, (byte) 0x7F);
        greeting.put(MAJOR, (byte) 3);
        greeting.put(MINOR, (byte) 1);
        greeting.put(MECHANISM, name);
        return greeting.array();
    }

    /** Reads up to the end of the greeting, never beyond, and tells whether that is reached. */
    boolean decode(ByteBuffer in) throws ProtocolException {
        while (filled < SIZE && in.hasRemaining()) {
            received[filled] = in.get();
            check(filled++);
        }
        return isComplete();
    }

    boolean isComplete() {
        return filled == SIZE;
    }

    /** The minor version to speak: 0 with a peer of 3.0, 1 with any newer. */
    int minor() {
        return received[MAJOR] == 3 && received[MINOR] == 0 ? 0 : 1;
    }

    private void check(int index) throws ProtocolException {
        int value = received[index] & 0xFF;
        if (index == 0 && value != 0xFF) {
            throw notZmtp(index, value, "255: the peer speaks no ZMTP, or ZMTP 1.0, which is too old");
        }
        if (index == SIGNATURE_END && (value & 1) == 0) {
            throw notZmtp(index, value, "an odd number: the peer speaks ZMTP 1.0, which is too old");
        }
        if (index == MAJOR && value < 3) {
            throw notZmtp(
                    index,
                    value,
                    "3 and above: the peer speaks ZMTP " + (value == 0 ? "1.0" : "2.0") + ", which is too old");
        }
        if (index == MECHANISM + MECHANISM_SIZE - 1) {
            checkMechanism();
        }
    }

    private void checkMechanism() throws ProtocolException {
        for (int i = 0; i < MECHANISM_SIZE; i++) {
            byte expected = i < mechanism.length ? mechanism[i] : 0;
            if (received[MECHANISM + i] != expected) {
                throw new ProtocolException(
                        ProtocolException.MECHANISM_MISMATCH,
                        "peer's security mechanism is " + SafeText.quote(peerMechanism()) + ", here it is "
                                + SafeText.quote(mechanism));
            }
        }
    }

    private String peerMechanism() {
        int size = MECHANISM_SIZE;
        while (size > 0 && received[MECHANISM + size - 1] == 0) {
            size--;
        }
        return new String(received, MECHANISM, size, StandardCharsets.ISO_8859_1);
    }

    private static ProtocolException notZmtp(int index, int value, String allowed) {
        return new ProtocolException(
                ProtocolException.UNSPECIFIED, "greeting byte " + index + " is " + value + ", allowed: " + allowed);
    }
}
