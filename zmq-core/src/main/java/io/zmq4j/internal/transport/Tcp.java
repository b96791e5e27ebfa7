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
            return new BoundChannel(channel, format((InetSocketAddress) channel.getLocalAddress()), () -> {});
        } catch (IOException | RuntimeException e) {
            Transports.closeQuietly(channel);
            throw new EndpointException(endpoint.text(), bindMessage(endpoint, e), e);
        }
    }

    private static String bindMessage(Endpoint endpoint, Exception cause) {
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

    private static InetAddress localAddress(Endpoint endpoint, SocketConfig.Tcp config) {
        String host = endpoint.host();
        try {
            if (host.equals("*")) {
                return InetAddress.getByAddress(new byte[config.ipv6() && ipv6IsThere() ? 16 : 4]);
            }
            NetworkInterface nic = NetworkInterface.getByName(host);
            if (nic != null) {
                return order(nic.inetAddresses().toArray(InetAddress[]::new), config)
                        .get(0);
            }
            return order(InetAddress.getAllByName(host), config).get(0);
        } catch (UnknownHostException e) {
            throw new EndpointException(
                    endpoint.text(),
                    "cannot bind to " + endpoint + ": '" + host + "' is no address, name or interface of this machine",
                    e);
        } catch (IOException e) {
            throw new EndpointException(endpoint.text(), "cannot bind to " + endpoint + ": " + e.getMessage(), e);
        }
    }

    private static boolean ipv6IsThere() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(Inet6Address.class::isInstance);
    }

    static List<SocketAddress> resolve(Endpoint endpoint, SocketConfig.Tcp config) throws UnknownHostException {
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress address : order(InetAddress.getAllByName(endpoint.host()), config)) {
            addresses.add(new InetSocketAddress(address, endpoint.port()));
        }
        return addresses;
    }

    /** Whether this is an address, and no name that DNS has to know. */
    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    private static List<InetAddress> order(InetAddress[] found, SocketConfig.Tcp config) throws UnknownHostException {
        List<InetAddress> usable = new ArrayList<>();
        Arrays.stream(found).filter(Inet4Address.class::isInstance).forEach(usable::add);
        if (config.ipv6()) {
            Arrays.stream(found).filter(Inet6Address.class::isInstance).forEach(usable::add);
        }
        if (usable.isEmpty()) {
            throw new UnknownHostException("no usable address among " + Arrays.toString(found));
        }
        return usable;
    }

    static SocketChannel open(SocketConfig.Tcp config) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            tune(channel, config);
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
    static String format(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        if (ip != null && ip.isAnyLocalAddress()) {
            return "tcp://0.0.0.0:" + address.getPort(); // also of "::", which accepts IPv4 too
        }
        String host = ip == null ? address.getHostString() : ip.getHostAddress();
        return "tcp://" + (ip instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The address alone of what {@link #format} made. */
    static String hostOf(String endpoint) {
        String host = endpoint.substring("tcp://".length(), endpoint.lastIndexOf(':'));
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
