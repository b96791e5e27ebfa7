package io.zmq4j.testing;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The transports that a test of behaviour runs over. */
public enum Transport {
    INPROC,
    TCP,
    IPC,
    WS;

    private static final AtomicLong NAMES = new AtomicLong();
    private static final long PROCESS = ProcessHandle.current().pid();

    /** An endpoint that can be bound and is taken by nobody else. */
    public String endpoint() {
        return switch (this) {
            case INPROC -> "inproc://test-" + NAMES.incrementAndGet();
            case TCP -> "tcp://127.0.0.1:*";
            case WS -> "ws://127.0.0.1:*/test";
            // not ipc://*, as a path of that kind cannot be bound again
            case IPC ->
                "ipc://"
                        + Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "zmq4j-" + PROCESS + "-" + NAMES.incrementAndGet());
        };
    }

    /** An endpoint to connect to and to bind later, which nobody is bound to yet and nobody was. */
    public String endpointOfNobody() {
        if (this != TCP && this != WS) {
            return endpoint();
        }
        try (RawServer server = new RawServer()) {
            return this == TCP ? server.endpoint() : server.endpoint().replace("tcp://", "ws://") + "/test";
        }
    }
}
