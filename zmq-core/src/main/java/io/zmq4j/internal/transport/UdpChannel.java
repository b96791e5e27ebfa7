package io.zmq4j.internal.transport;

import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel of udp that is bound or has a target, non-blocking.
 *
 * @param endpoint as resolved
 * @param target where messages without an address go; null = it is bound
 */
public record UdpChannel(DatagramChannel channel, String endpoint, @Nullable InetSocketAddress target) {}
