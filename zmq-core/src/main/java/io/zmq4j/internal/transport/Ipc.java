package io.zmq4j.internal.transport;

import io.zmq4j.EndpointException;
import io.zmq4j.SocketConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Unix domain sockets, as libzmq's ipc. The file of a binding is deleted at its end; one that a dead process has left behind
 * is replaced, and anything else that has the name stays as it is.
 */
final class Ipc {

    static final String SCHEME = "ipc://";

    private Ipc() {}

    static UnixDomainSocketAddress address(String path) {
        return UnixDomainSocketAddress.of(path);
    }

    static BoundChannel listen(Endpoint endpoint, SocketConfig.Tcp config) {
        try {
            return endpoint.host().equals(Endpoint.ANY)
                    ? listenAnywhere(config)
                    : listen(endpoint.host(), null, config);
        } catch (IOException | RuntimeException e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new EndpointException(endpoint.text(), "cannot bind to " + endpoint + ": " + reason, e);
        }
    }

    /** In a directory that only this user can enter, so that nobody else takes the name or connects. */
    private static BoundChannel listenAnywhere(SocketConfig.Tcp config) throws IOException {
        Path directory = Files.createTempDirectory("zmq4j");
        try {
            return listen(directory.resolve("socket").toString(), directory, config);
        } catch (IOException | RuntimeException e) {
            Files.delete(directory);
            throw e;
        }
    }

    private static BoundChannel listen(String name, @Nullable Path directory, SocketConfig.Tcp config)
            throws IOException {
        Path path = Path.of(name);
        ServerSocketChannel channel = bind(path, config);
        try {
            channel.configureBlocking(false);
            SocketFile file = SocketFile.of(path);
            return new BoundChannel(channel, SCHEME + name, () -> release(file, directory));
        } catch (IOException | RuntimeException e) {
            Transports.closeQuietly(channel);
            throw e;
        }
    }

    private static void release(SocketFile file, @Nullable Path directory) {
        try {
            file.delete();
            if (directory != null) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            System.getLogger(Ipc.class.getName()).log(System.Logger.Level.DEBUG, "cannot delete " + file.path(), e);
        }
    }

    private static ServerSocketChannel bind(Path path, SocketConfig.Tcp config) throws IOException {
        try {
            return bindNew(path, config);
        } catch (BindException e) {
            if (!SocketFile.exists(path)) {
                throw e;
            }
        }
        deleteIfDead(path);
        return bindNew(path, config);
    }

    private static ServerSocketChannel bindNew(Path path, SocketConfig.Tcp config) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            if (config.receiveBuffer() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, config.receiveBuffer());
            }
            return channel.bind(UnixDomainSocketAddress.of(path), config.backlog());
        } catch (IOException | RuntimeException e) {
            Transports.closeQuietly(channel);
            throw e;
        }
    }

    private static void deleteIfDead(Path path) throws IOException {
        SocketFile file = SocketFile.of(path);
        if (!file.isSocket()) {
            throw new BindException("there is a file that is no socket; delete it, or use another path");
        }
        if (isAlive(UnixDomainSocketAddress.of(path))) {
            throw new BindException("in use; another socket listens there: end it, or use another path");
        }
        file.delete();
    }

    /** Whether somebody listens there; who does sees a connection that ends at once. */
    private static boolean isAlive(SocketAddress address) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // not to wait for somebody who is there but does not accept
            probe.configureBlocking(false);
            probe.connect(address);
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (SocketException e) {
            return true; // but too busy to accept, or not for us
        }
    }

    static SocketChannel open(SocketConfig.Tcp config) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            tune(channel, config);
            return channel;
        } catch (IOException | RuntimeException e) {
            Transports.closeQuietly(channel);
            throw e;
        }
    }

    static void tune(SocketChannel channel, SocketConfig.Tcp config) throws IOException {
        if (config.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, config.sendBuffer());
        }
        if (config.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, config.receiveBuffer());
        }
    }
}
