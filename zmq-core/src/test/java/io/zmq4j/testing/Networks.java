package io.zmq4j.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine has to have for a test; one without it is skipped. */
public final class Networks {

    private Networks() {}

    public static void assumeIpv6() {
        assumeThat(hasIpv6()).as("this machine has ::1").isTrue();
    }

    private static boolean hasIpv6() {
        return interfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress());
    }

    /** That a datagram to this group comes back over the interface of 127.0.0.1. */
    public static void assumeLoopbackMulticast(String group) {
        assumeThat(interfaces().filter(Networks::isLoopback).anyMatch(nic -> comesBack(group, nic)))
                .as("this machine has multicast over its loopback interface")
                .isTrue();
    }

    /** The name of an interface to other machines over which a datagram to this group comes back. */
    public static String assumeOutwardMulticast(String group) {
        Optional<String> name = interfaces()
                .filter(nic -> !isLoopback(nic) && comesBack(group, nic))
                .map(NetworkInterface::getName)
                .findFirst();
        assumeThat(name).as("an interface with multicast to other machines").isPresent();
        return name.orElseThrow();
    }

    private static Stream<NetworkInterface> interfaces() {
        try {
            return NetworkInterface.networkInterfaces();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isLoopback(NetworkInterface nic) {
        try {
            return nic.isLoopback();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean comesBack(String group, NetworkInterface nic) {
        try (DatagramChannel receiver = DatagramChannel.open(StandardProtocolFamily.INET);
                DatagramChannel sender = DatagramChannel.open(StandardProtocolFamily.INET)) {
            receiver.bind(new InetSocketAddress("0.0.0.0", 0));
            receiver.join(InetAddress.getByName(group), nic);
            receiver.socket().setSoTimeout(1_000);
            sender.setOption(StandardSocketOptions.IP_MULTICAST_IF, nic);
            int port = ((InetSocketAddress) receiver.getLocalAddress()).getPort();
            sender.send(ByteBuffer.allocate(1), new InetSocketAddress(group, port));
            receiver.socket().receive(new DatagramPacket(new byte[1], 1));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
