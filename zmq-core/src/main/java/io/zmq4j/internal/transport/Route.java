package io.zmq4j.internal.transport;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One way to connect.
 *
 * @param from where the connection begins; null = the system chooses
 */
public record Route(SocketAddress to, @Nullable SocketAddress from) {

    @Override
    public String toString() {
        return from == null ? to.toString() : from + ";" + to;
    }
}
