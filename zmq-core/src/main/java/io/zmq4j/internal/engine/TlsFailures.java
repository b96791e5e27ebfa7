package io.zmq4j.internal.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLException;

/** Why a connection with TLS ends, in words. */
final class TlsFailures {

    /** The types of records, with one of which everything begins that is TLS. */
    private static final int FIRST_RECORD_TYPE = 20;

    private static final int LAST_RECORD_TYPE = 23;

    private TlsFailures() {}

    /** Looks at the first byte of all. */
    static void requireTls(ByteBuffer in) throws IOException {
        int first = in.get(in.position()) & 0xFF;
        if (first < FIRST_RECORD_TYPE || first > LAST_RECORD_TYPE) {
            throw new IOException("the peer does not speak TLS, as its first byte is 0x" + Integer.toHexString(first)
                    + "; is one side tls:// and the other one tcp://?");
        }
    }

    /** The peer has gone without a word. */
    static IOException cut(boolean established) {
        return new IOException(
                established
                        ? "the peer closed the connection without the close_notify of TLS, so it may have been cut"
                        : "the peer closed the connection during the TLS handshake");
    }

    /** What the SSLEngine does not like, with what is at the bottom of it. */
    static IOException refused(SSLException cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String first = String.valueOf(cause.getMessage());
        String last = String.valueOf(root.getMessage());
        return new IOException("TLS: " + (first.contains(last) ? first : first + ": " + last), cause);
    }
}
