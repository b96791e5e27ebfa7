package io.zmq4j.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A socket of the JDK that sends and receives plain datagrams, with bounded waits. */
public final class RawDatagrams implements AutoCloseable {

    private final DatagramSocket socket;
    private @Nullable SocketAddress lastSender;

    /** At a free port of this address. */
    public RawDatagrams(String host) {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), 0));
            socket.setReceiveBufferSize(1 << 20);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawDatagrams() {
        this("127.0.0.1");
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** This socket's, as a RADIO or DGRAM connects to it. */
    public String endpoint() {
        return "udp://" + address();
    }

    /** This socket's, as a DGRAM has it in a message. */
    public String address() {
        String host = socket.getLocalAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port();
    }

    /** Sends to the port in an endpoint such as {@code udp://127.0.0.1:5555}, at this socket's own address. */
    public void send(String endpoint, byte[] datagram) {
        int port = Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, socket.getLocalAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends to who sent the last datagram. */
    public void reply(byte[] datagram) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, lastSender));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next datagram; null = none came within {@link Waiting#SOON}. */
    public byte @Nullable [] receive() {
        return receive((int) Waiting.SOON.toMillis());
    }

    /** The next datagram; null = none came within so many milliseconds. */
    public byte @Nullable [] receive(int millis) {
        DatagramPacket packet = new DatagramPacket(new byte[1 << 16], 1 << 16);
        try {
            socket.setSoTimeout(millis);
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lastSender = packet.getSocketAddress();
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Override
    public void close() {
        socket.close();
    }
}
