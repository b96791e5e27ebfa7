package io.zmq4j.spring.proxy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy as it is declared. Its sockets are named ones.
 *
 * @param name what the proxy is known by
 * @param frontend one of the sockets between which messages pass
 * @param backend the other one; the same = messages pass from peer to peer
 * @param capture is sent a copy of every message; null = nothing is
 */
public record ZmqProxySpec(String name, String frontend, String backend, @Nullable String capture) {

    /** The sockets that the proxy reads. */
    public List<String> read() {
        return frontend.equals(backend) ? List.of(frontend) : List.of(frontend, backend);
    }

    /** Whether the proxy cannot do without the socket of this name. */
    public boolean uses(String socket) {
        return frontend.equals(socket) || backend.equals(socket) || socket.equals(capture);
    }
}
