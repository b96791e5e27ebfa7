package io.zmq4j.internal.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/**
 * A listening channel, non-blocking.
 *
 * @param endpoint where it listens, as resolved
 * @param release gives back what the binding has taken beside the channel, while that still listens
 */
public record BoundChannel(ServerSocketChannel channel, String endpoint, Runnable release) implements Closeable {

    /** Whether it is tcp or ws on every address of this machine, by any of the names for that. */
    public boolean isWildcard() {
        return endpoint.startsWith("tcp://0.0.0.0:") || endpoint.startsWith("ws://0.0.0.0:");
    }

    /** Listens no longer. */
    @Override
    public void close() throws IOException {
        release.run();
        channel.close();
    }
}
