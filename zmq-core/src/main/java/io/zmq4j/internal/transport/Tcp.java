package io.zmq4j.internal.transport;

import io.zmq4j.EndpointException;
import io.zmq4j.SocketConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** TCP channels, tuned. */
final class Tcp {

    private Tcp() {}

    static BoundChannel listen(Endpoint endpoint, SocketConfig.Tcp config) {
        InetSocketAddress address = new InetSocketAddress(localAddress(endpoint, config), endpoint.port());
        ServerSocketChannel channel = null;
        try {
            channel = address.getAddress() instanceof Inet6Address
                    ? ServerSocketChannel.open()
                    : ServerSocketChannel.open(StandardProtocolFamily.INET);
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (config.receiveBuffer() > 0) {
                // before listen, as accepted sockets inherit it and the window is agreed on at once
                channel.setOption(StandardSocketOptions.SO_RCVBUF, config.receiveBuffer());
            }
            channel.bind(address, config.backlog());
            return new BoundChannel(
                    channel, format(endpoint.transport(), (InetSocketAddress) channel.getLocalAddress()), () -> {});
        } catch (IOException | RuntimeException e) {
            Transports.closeQuietly(channel);
            throw new EndpointException(endpoint.text(), bindMessage(endpoint, e), e);
        }
    }

    static String bindMessage(Endpoint endpoint, Exception cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String remedy = "";
        if (cause instanceof BindException && reason.contains("in use")) {
            remedy = "; another socket listens there: end it, or use another port (0 = a free one)";
        } else if (cause instanceof BindException && reason.contains("assign")) {
            remedy = "; the address is not one of this machine's";
        } else if (reason.contains("ermission")) {
            remedy = "; ports below 1024 need a privilege";
        }
        return "cannot bind to " + endpoint + ": " + reason + remedy;
    }

    static InetAddress localAddress(Endpoint endpoint, SocketConfig.Tcp config) {
        String host = endpoint.host();
        try {
            return host.equals(Endpoint.ANY)
                    ? anyAddress(config.ipv6() && ipv6IsThere())
                    : localAddresses(host, config).get(0);
        } catch (UnknownHostException e) {
            throw new EndpointException(
                    endpoint.text(),
                    "cannot bind to " + endpoint + ": '" + host + "' is no address, name or interface of this machine: "
                            + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new EndpointException(endpoint.text(), "cannot bind to " + endpoint + ": " + e.getMessage(), e);
        }
    }

    /** @param six accepts IPv4 too */
    static InetAddress anyAddress(boolean six) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[six ? 16 : 4]);
    }

    /** The addresses of a name or interface of this machine. */
    private static List<InetAddress> localAddresses(String host, SocketConfig.Tcp config) throws IOException {
        NetworkInterface nic = NetworkInterface.getByName(host);
        return order(
                nic == null
                        ? InetAddress.getAllByName(host)
                        : nic.inetAddresses().toArray(InetAddress[]::new),
                config);
    }

    private static boolean ipv6IsThere() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(Inet6Address.class::isInstance);
    }

    static List<Route> resolve(Endpoint endpoint, SocketConfig.Tcp config) throws UnknownHostException {
        List<Route> routes = new ArrayList<>();
        Endpoint.Source source = endpoint.source();
        for (InetAddress address : order(InetAddress.getAllByName(endpoint.host()), config)) {
            InetSocketAddress to = new InetSocketAddress(address, endpoint.port());
            if (source == null) {
                routes.add(new Route(to, null));
            } else {
                from(source, address, config).forEach(from -> routes.add(new Route(to, from)));
            }
        }
        if (routes.isEmpty()) {
            throw new UnknownHostException("the source is not of its kind, which is IPv4 or IPv6");
        }
        return routes;
    }

    /** Where a connection to this address may begin: the first address of its kind, if the source has one. */
    private static List<SocketAddress> from(Endpoint.Source source, InetAddress to, SocketConfig.Tcp config)
            throws UnknownHostException {
        if (source.host().equals(Endpoint.ANY)) {
            return List.of(new InetSocketAddress(anyAddress(to instanceof Inet6Address), source.port()));
        }
        try {
            return localAddresses(source.host(), config).stream()
                    .filter(address -> address.getClass() == to.getClass())
                    .limit(1)
                    .<SocketAddress>map(address -> new InetSocketAddress(address, source.port()))
                    .toList();
        } catch (IOException e) {
            throw new UnknownHostException("the source '" + source.host() + "' is unknown: " + e.getMessage());
        }
    }

    static boolean resolvesAtOnce(Endpoint endpoint) {
        Endpoint.Source source = endpoint.source();
        return isLiteral(endpoint.host())
                && (source == null || source.host().equals(Endpoint.ANY) || isLiteral(source.host()));
    }

    /** Whether this is an address, and no name that DNS has to know. */
    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    static List<InetAddress> order(InetAddress[] found, SocketConfig.Tcp config) throws UnknownHostException {
        List<InetAddress> usable = new ArrayList<>();
        Arrays.stream(found).filter(Inet4Address.class::isInstance).forEach(usable::add);
        if (config.ipv6()) {
            Arrays.stream(found).filter(Inet6Address.class::isInstance).forEach(usable::add);
        }
        if (usable.isEmpty()) {
            throw new UnknownHostException(
                    "no usable address among " + Arrays.toString(found) + (config.ipv6() ? "" : ", as ipv6 is off"));
        }
        return usable;
    }

    static SocketChannel open(@Nullable SocketAddress from, SocketConfig.Tcp config) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            tune(channel, config);
            if (from != null) {
                // a port of choice serves connections to several peers, and again soon after the last one
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(from);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            Transports.closeQuietly(channel);
            throw e;
        }
    }

    static void tune(SocketChannel channel, SocketConfig.Tcp config) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (config.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, config.sendBuffer());
        }
        if (config.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, config.receiveBuffer());
        }
        if (config.tos() > 0) {
            channel.setOption(StandardSocketOptions.IP_TOS, config.tos());
        }
        if (config.keepAlive() >= 0) {
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, config.keepAlive() == 1);
        }
        set(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, config.keepAliveCount());
        set(channel, ExtendedSocketOptions.TCP_KEEPIDLE, config.keepAliveIdle());
        set(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, config.keepAliveInterval());
    }

    private static void set(NetworkChannel channel, SocketOption<Integer> option, int value) throws IOException {
        if (value > 0) {
            channel.setOption(option, value);
        }
    }

    /** An endpoint of this address, as {@code tcp://address:port}. */
    static String format(Endpoint.Transport transport, InetSocketAddress address) {
        return transport.scheme() + "://" + hostAndPort(address);
    }

    static String hostAndPort(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip != null && ip.isAnyLocalAddress()) {
            return "0.0.0.0:" + address.getPort(); // also of "::", which accepts IPv4 too
        }
        String host = ip == null ? address.getHostString() : ip.getHostAddress();
        return (ip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The address alone of what {@link #format} made. */
    static String hostOf(String endpoint) {
        String host = endpoint.substring(endpoint.indexOf("://") + 3, endpoint.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
