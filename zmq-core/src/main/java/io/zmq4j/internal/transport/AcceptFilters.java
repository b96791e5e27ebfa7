package io.zmq4j.internal.transport;

import io.zmq4j.SocketConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.TreeSet;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/** Who may connect, by address or by user. */
public final class AcceptFilters {

    private AcceptFilters() {}

    /** Why the peer of a connection that was just accepted is not wanted; null = it is. */
    public static @Nullable String refusal(SocketChannel accepted, SocketConfig config) throws IOException {
        return accepted.getRemoteAddress() instanceof InetSocketAddress from
                ? refusal(from, config.tcp())
                : refusal(accepted, config.ipc());
    }

    /** The IP address of the peer; null = it has none. */
    public static @Nullable String addressOf(SocketChannel accepted) throws IOException {
        return accepted.getRemoteAddress() instanceof InetSocketAddress from
                ? from.getAddress().getHostAddress()
                : null;
    }

    private static @Nullable String refusal(InetSocketAddress from, SocketConfig.Tcp config) {
        return config.accepts(from.getAddress())
                ? null
                : Tcp.format(Endpoint.Transport.TCP, from) + " is not of " + config.acceptFilters();
    }

    private static @Nullable String refusal(SocketChannel accepted, SocketConfig.Ipc config) throws IOException {
        if (config.acceptsAll()) {
            return null;
        }
        if (!accepted.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return "this system does not tell of which user the peer is";
        }
        UnixDomainPrincipal peer = accepted.getOption(ExtendedSocketOptions.SO_PEERCRED);
        String user = peer.user().getName();
        String group = peer.group().getName();
        return config.accepts(user, group)
                ? null
                : "user " + user + " of group " + group + " is not of users " + new TreeSet<>(config.acceptUsers())
                        + " or groups " + new TreeSet<>(config.acceptGroups());
    }
}
