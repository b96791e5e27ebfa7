package io.zmq4j.internal.transport;

import io.zmq4j.SocketConfig;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The channels of every transport that has channels: how they are opened, bound, tuned and named. */
public final class Transports {

    private Transports() {}

    /**
     * A listening channel. May ask DNS, so only for the application's thread.
     *
     * @throws io.zmq4j.EndpointException when it cannot be bound
     */
    public static BoundChannel listen(Endpoint endpoint, SocketConfig.Tcp config) {
        return switch (endpoint.transport()) {
            case TCP, TLS -> Tcp.listen(endpoint, config);
            case WS, WSS -> webSocket(Tcp.listen(endpoint, config), endpoint.path());
            case IPC -> Ipc.listen(endpoint, config);
            case UDP, INPROC -> throw withoutConnections(endpoint);
        };
    }

    /** A WebSocket is TCP to the system, and differs in what is said. */
    private static BoundChannel webSocket(BoundChannel tcp, String path) {
        return new BoundChannel(tcp.channel(), tcp.endpoint() + path, tcp.release());
    }

    /** Whether {@link #resolve} answers without asking anybody. */
    public static boolean resolvesAtOnce(Endpoint endpoint) {
        return switch (endpoint.transport()) {
            case TCP, TLS, WS, WSS -> Tcp.resolvesAtOnce(endpoint);
            case IPC, UDP, INPROC -> true;
        };
    }

    /** The ways to an endpoint, in the order in which to try them, at least one. May ask DNS. */
    public static List<Route> resolve(Endpoint endpoint, SocketConfig.Tcp config) throws UnknownHostException {
        return switch (endpoint.transport()) {
            case TCP, TLS, WS, WSS -> Tcp.resolve(endpoint, config);
            case IPC -> List.of(new Route(Ipc.address(endpoint.host()), null));
            case UDP, INPROC -> throw withoutConnections(endpoint);
        };
    }

    private static IllegalArgumentException withoutConnections(Endpoint endpoint) {
        return new IllegalArgumentException(
                "endpoint '" + endpoint + "' has no connections, allowed: tcp, tls, ws, wss, ipc");
    }

    /**
     * A channel of udp that receives at an endpoint. May ask DNS, so only for the application's thread.
     *
     * @throws io.zmq4j.EndpointException when it cannot be bound
     */
    public static UdpChannel bindUdp(Endpoint endpoint, SocketConfig config) {
        return Udp.bind(endpoint, config);
    }

    /**
     * A channel of udp that sends to an endpoint. May ask DNS, so only for the application's thread.
     *
     * @param receives whether it receives too, and then from anybody
     * @throws io.zmq4j.EndpointException when the name is unknown, or the system refuses
     */
    public static UdpChannel connectUdp(Endpoint endpoint, SocketConfig config, boolean receives) {
        return Udp.connect(endpoint, config, receives);
    }

    /** A channel that is connecting, or connected already; finish it when it becomes connectable. */
    public static SocketChannel connect(Route route, SocketConfig.Tcp config) throws IOException {
        SocketChannel channel =
                route.to() instanceof UnixDomainSocketAddress ? Ipc.open(config) : Tcp.open(route.from(), config);
        try {
            channel.configureBlocking(false);
            channel.connect(route.to());
            return channel;
        } catch (IOException | RuntimeException e) {
            closeQuietly(channel);
            throw e;
        }
    }

    /** Sets the options of a connection that was accepted. */
    public static void tune(SocketChannel accepted, SocketConfig.Tcp config) throws IOException {
        accepted.configureBlocking(false);
        if (accepted.getLocalAddress() instanceof UnixDomainSocketAddress) {
            Ipc.tune(accepted, config);
        } else {
            Tcp.tune(accepted, config);
        }
    }

    /**
     * The name of the peer of a connection: {@code tcp://address:port}, with {@code tls} of that, or the path for ipc, where
     * the peers of a listener have no names of their own.
     *
     * @param endpoint that was connected or bound
     */
    public static String peerOf(SocketChannel channel, String endpoint) throws IOException {
        return nameOf(channel.getRemoteAddress(), endpoint);
    }

    /** The name of the peer at the end of a route, as {@link #peerOf} will tell it. */
    public static String peerOf(Route route, String endpoint) {
        return nameOf(route.to(), endpoint);
    }

    private static String nameOf(@Nullable SocketAddress peer, String endpoint) {
        return peer instanceof InetSocketAddress address
                ? Tcp.format(isTls(endpoint) ? Endpoint.Transport.TLS : Endpoint.Transport.TCP, address)
                : endpoint;
    }

    /** Whether connections of this endpoint speak TLS. */
    public static boolean isTls(String endpoint) {
        return endpoint.startsWith("tls://") || endpoint.startsWith("wss://");
    }

    /** What {@link #peerOf} gave, without transport and port. */
    public static String hostOf(String peer) {
        return peer.startsWith(Ipc.SCHEME) ? peer.substring(Ipc.SCHEME.length()) : Tcp.hostOf(peer);
    }

    public static void closeQuietly(@Nullable Closeable channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                System.getLogger(Transports.class.getName()).log(System.Logger.Level.DEBUG, "close failed", e);
            }
        }
    }
}
