package io.zmq4j.internal.transport;

import io.zmq4j.EndpointException;
import io.zmq4j.SocketConfig;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** UDP channels, tuned, with their multicast groups joined. */
final class Udp {

    private static final String SCHEME = "udp://";

    private Udp() {}

    /** Opens a channel, binds it, and joins the multicast group if the address is one. */
    static UdpChannel bind(Endpoint endpoint, SocketConfig config) {
        try {
            InetAddress address = Tcp.localAddress(endpoint, config.tcp());
            NetworkInterface nic = multicastInterface(endpoint, address);
            DatagramChannel channel = open(address, nic, config);
            try {
                if (nic == null) {
                    channel.bind(new InetSocketAddress(address, endpoint.port()));
                } else {
                    joinGroup(channel, address, endpoint.port(), nic);
                }
                return new UdpChannel(channel, boundName(endpoint, address, nic, channel), null);
            } catch (IOException | RuntimeException e) {
                Transports.closeQuietly(channel);
                throw e;
            }
        } catch (EndpointException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new EndpointException(endpoint.text(), Tcp.bindMessage(endpoint, e), e);
        }
    }

    /** A group has no port of its own, so several sockets of a machine may listen to one. */
    private static void joinGroup(DatagramChannel channel, InetAddress group, int port, NetworkInterface nic)
            throws IOException {
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        if (channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
            channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        channel.bind(new InetSocketAddress(Tcp.anyAddress(group instanceof Inet6Address), port));
        channel.join(group, nic);
    }

    private static String boundName(
            Endpoint endpoint, InetAddress address, @Nullable NetworkInterface nic, DatagramChannel channel)
            throws IOException {
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        if (nic == null) {
            return SCHEME + Tcp.hostAndPort(local);
        }
        Endpoint.Source source = endpoint.source();
        return SCHEME
                + (source == null ? "" : source.host() + ";")
                + Tcp.hostAndPort(new InetSocketAddress(address, local.getPort()));
    }

    /**
     * Opens a channel to a target. The system tells only a connected channel that nobody listens there, so one that does not
     * receive and has a single peer is connected.
     */
    static UdpChannel connect(Endpoint endpoint, SocketConfig config, boolean receives) {
        try {
            InetAddress address = Tcp.order(InetAddress.getAllByName(endpoint.host()), config.tcp())
                    .get(0);
            InetSocketAddress target = new InetSocketAddress(address, endpoint.port());
            DatagramChannel channel = open(address, multicastInterface(endpoint, address), config);
            try {
                if (receives || address.isMulticastAddress()) {
                    channel.bind(null);
                } else {
                    channel.connect(target);
                }
                return new UdpChannel(channel, SCHEME + Tcp.hostAndPort(target), target);
            } catch (IOException | RuntimeException e) {
                Transports.closeQuietly(channel);
                throw e;
            }
        } catch (EndpointException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new EndpointException(endpoint.text(), "cannot connect to " + endpoint + ": " + reason, e);
        }
    }

    private static DatagramChannel open(InetAddress address, @Nullable NetworkInterface nic, SocketConfig config)
            throws IOException {
        DatagramChannel channel = DatagramChannel.open(familyOf(address));
        try {
            channel.configureBlocking(false);
            tune(channel, config);
            if (nic != null) {
                channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, nic);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            Transports.closeQuietly(channel);
            throw e;
        }
    }

    private static ProtocolFamily familyOf(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    private static void tune(DatagramChannel channel, SocketConfig config) throws IOException {
        SocketConfig.Tcp buffers = config.tcp();
        if (buffers.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, buffers.sendBuffer());
        }
        if (buffers.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, buffers.receiveBuffer());
        }
        if (buffers.tos() > 0) {
            channel.setOption(StandardSocketOptions.IP_TOS, buffers.tos());
        }
        channel.setOption(
                StandardSocketOptions.IP_MULTICAST_TTL, config.multicast().hops());
        channel.setOption(
                StandardSocketOptions.IP_MULTICAST_LOOP, config.multicast().loop());
    }

    /** Over which interface the group is reached; null = the address is no group. */
    private static @Nullable NetworkInterface multicastInterface(Endpoint endpoint, InetAddress address)
            throws IOException {
        Endpoint.Source source = endpoint.source();
        if (!address.isMulticastAddress()) {
            if (source != null) {
                throw new EndpointException(
                        endpoint.text(),
                        "endpoint '" + endpoint + "' has an interface before the address " + address.getHostAddress()
                                + ", allowed: before a multicast address");
            }
            return null;
        }
        if (source == null || source.host().equals(Endpoint.ANY)) {
            return usualInterface(address);
        }
        NetworkInterface named = NetworkInterface.getByName(source.host());
        NetworkInterface nic =
                named == null ? NetworkInterface.getByInetAddress(InetAddress.getByName(source.host())) : named;
        if (nic == null) {
            throw new EndpointException(
                    endpoint.text(),
                    "endpoint '" + endpoint + "' has the interface '" + source.host()
                            + "', allowed: the name or an address of an interface of this machine");
        }
        return nic;
    }

    /** The interface over which the system itself would send to the group. */
    private static NetworkInterface usualInterface(InetAddress group) throws IOException {
        try (DatagramChannel probe = DatagramChannel.open(familyOf(group))) {
            probe.connect(new InetSocketAddress(group, 1)); // sends nothing
            InetAddress local = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
            NetworkInterface nic = NetworkInterface.getByInetAddress(local);
            if (nic != null) {
                return nic;
            }
        } catch (SocketException e) {
            // there is no route to it, so whatever can do multicast is asked
            System.getLogger(Udp.class.getName()).log(System.Logger.Level.DEBUG, "no route to " + group, e);
        }
        List<NetworkInterface> all = NetworkInterface.networkInterfaces().toList();
        for (NetworkInterface nic : all) {
            if (nic.isUp() && nic.supportsMulticast()) {
                return nic;
            }
        }
        throw new SocketException("no interface of this machine can do multicast");
    }
}
