package io.zmq4j.internal.zmtp.mechanism;

import io.zmq4j.internal.zmtp.Command;
import org.jspecify.annotations.Nullable;

/** How a server says that a peer is not let in. */
final class Refusal {

    /** The status of ZAP with which a peer is let in. */
    static final int OK = 200;

    /** It may be let in later; libzmq closes without a word then. */
    private static final int TEMPORARY = 300;

    private Refusal() {}

    /** An ERROR with the status as its reason; null when nothing is said. */
    static byte @Nullable [] command(int status) {
        if (status == TEMPORARY) {
            return null;
        }
        byte[] reason = Curve.ascii(String.valueOf(status));
        return Command.encode(Command.ERROR, Curve.concat(new byte[] {(byte) reason.length}, reason));
    }
}
