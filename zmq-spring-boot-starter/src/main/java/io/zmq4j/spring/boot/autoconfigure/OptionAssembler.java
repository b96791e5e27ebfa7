package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.ReconnectStop;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Puts properties that are set into a {@link SocketConfigBuilder}, each under its key, so that a refusal names that
 * key.
 */
final class OptionAssembler {

    private final SocketConfigBuilder builder;
    private final TlsBundles bundles;

    OptionAssembler(SocketConfig base, TlsBundles bundles) {
        this.builder = base.toBuilder();
        this.bundles = bundles;
    }

    SocketConfigBuilder builder() {
        return builder;
    }

    SocketConfig build() {
        return builder.build();
    }

    /** Validates at once: the records behind the builder refuse what is out of range. */
    <T> void set(String key, @Nullable T value, Consumer<T> setter) {
        if (value == null) {
            return;
        }
        try {
            setter.accept(value);
            builder.build();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidConfigurationPropertyValueException(key, value, reason(e), e);
        }
    }

    /** As {@link #set}, and no failure tells the value. */
    private <T> void secret(String key, @Nullable T value, Consumer<T> setter) {
        try {
            set(key, value, setter);
        } catch (InvalidConfigurationPropertyValueException e) {
            throw new InvalidSecretException(key, String.valueOf(e.getReason()));
        }
    }

    void apply(String prefix, SocketOptions options) {
        set(prefix + ".linger", options.getLinger(), builder::linger);
        set(prefix + ".send-timeout", options.getSendTimeout(), builder::sendTimeout);
        set(prefix + ".receive-timeout", options.getReceiveTimeout(), builder::receiveTimeout);
        set(prefix + ".send-hwm", options.getSendHwm(), builder::sendHwm);
        set(prefix + ".receive-hwm", options.getReceiveHwm(), builder::receiveHwm);
        set(prefix + ".send-hwm-bytes", options.getSendHwmBytes(), size -> builder.sendHwmBytes(size.toBytes()));
        set(
                prefix + ".receive-hwm-bytes",
                options.getReceiveHwmBytes(),
                size -> builder.receiveHwmBytes(size.toBytes()));
        set(prefix + ".immediate", options.getImmediate(), builder::immediate);
        set(prefix + ".conflate", options.getConflate(), builder::conflate);
        set(prefix + ".handshake-timeout", options.getHandshakeTimeout(), builder::handshakeTimeout);
        set(prefix + ".connect-timeout", options.getConnectTimeout(), builder::connectTimeout);
        set(prefix + ".max-message-size", options.getMaxMessageSize(), size -> builder.maxMessageSize(size.toBytes()));
        set(prefix + ".max-frames", options.getMaxFrames(), builder::maxFrames);
        set(prefix + ".metadata", options.getMetadata().isEmpty() ? null : options.getMetadata(), builder::metadata);
        set(prefix + ".min-protocol", options.getMinProtocol(), builder::minProtocol);
        set(prefix + ".affinity", options.getAffinity(), builder::affinity);
        if (options.getReconnect() != null) {
            reconnect(prefix + ".reconnect", options.getReconnect());
        }
        if (options.getHeartbeat() != null) {
            heartbeat(prefix + ".heartbeat", options.getHeartbeat());
        }
        if (options.getTcp() != null) {
            tcp(prefix + ".tcp", options.getTcp());
        }
        if (options.getLimits() != null) {
            limits(prefix + ".limits", options.getLimits());
        }
        set(prefix + ".zap-domain", options.getZapDomain(), builder::zapDomain);
        if (options.getIpc() != null) {
            set(prefix + ".ipc.accept-users", options.getIpc().acceptUsers(), builder::ipcAcceptUsers);
            set(prefix + ".ipc.accept-groups", options.getIpc().acceptGroups(), builder::ipcAcceptGroups);
        }
        if (options.getWs() != null) {
            set(prefix + ".ws.allowed-origins", options.getWs().allowedOrigins(), builder::wsAllowedOrigins);
        }
        if (options.getTls() != null) {
            tls(prefix + ".tls", options.getTls());
        }
    }

    private void tls(String prefix, SocketOptions.Tls tls) {
        set(prefix + ".bundle", tls.bundle(), name -> builder.tls(bundles.context(name)));
        set(prefix + ".client-authentication", tls.clientAuthentication(), builder::tlsClientAuthentication);
        set(prefix + ".verify-host", tls.verifyHost(), builder::tlsVerifyHost);
        set(prefix + ".protocols", tls.protocols(), builder::tlsProtocols);
    }

    private void reconnect(String prefix, SocketOptions.Reconnect reconnect) {
        set(prefix + ".interval", reconnect.interval(), builder::reconnectInterval);
        set(prefix + ".max-interval", reconnect.maxInterval(), builder::reconnectMaxInterval);
        set(
                prefix + ".stop",
                reconnect.stop(),
                reasons -> builder.reconnectStop(reasons.toArray(ReconnectStop[]::new)));
    }

    private void heartbeat(String prefix, SocketOptions.Heartbeat heartbeat) {
        set(prefix + ".interval", heartbeat.interval(), builder::heartbeatInterval);
        set(prefix + ".timeout", heartbeat.timeout(), builder::heartbeatTimeout);
        set(prefix + ".ttl", heartbeat.ttl(), builder::heartbeatTtl);
    }

    private void limits(String prefix, SocketOptions.Limits limits) {
        set(prefix + ".connections", limits.connections(), builder::maxConnections);
        set(prefix + ".connections-per-address", limits.connectionsPerAddress(), builder::maxConnectionsPerAddress);
        set(prefix + ".handshakes", limits.handshakes(), builder::maxHandshakes);
        set(prefix + ".handshake-size", limits.handshakeSize(), size -> builder.maxHandshakeSize(bytes(size)));
        set(prefix + ".subscriptions", limits.subscriptions(), builder::maxSubscriptions);
        set(
                prefix + ".subscription-bytes",
                limits.subscriptionBytes(),
                size -> builder.maxSubscriptionBytes(size.toBytes()));
        set(prefix + ".subscription-notices", limits.subscriptionNotices(), builder::maxSubscriptionNotices);
    }

    private void tcp(String prefix, SocketOptions.Tcp tcp) {
        set(prefix + ".keep-alive", tcp.keepAlive(), on -> builder.tcpKeepAlive((boolean) on));
        set(prefix + ".keep-alive-count", tcp.keepAliveCount(), builder::tcpKeepAliveCount);
        set(prefix + ".keep-alive-idle", tcp.keepAliveIdle(), idle -> builder.tcpKeepAliveIdle(seconds(idle)));
        set(
                prefix + ".keep-alive-interval",
                tcp.keepAliveInterval(),
                interval -> builder.tcpKeepAliveInterval(seconds(interval)));
        set(prefix + ".send-buffer", tcp.sendBuffer(), size -> builder.sendBuffer(bytes(size)));
        set(prefix + ".receive-buffer", tcp.receiveBuffer(), size -> builder.receiveBuffer(bytes(size)));
        set(prefix + ".tos", tcp.tos(), builder::tos);
        set(prefix + ".backlog", tcp.backlog(), builder::backlog);
        set(prefix + ".ipv6", tcp.ipv6(), builder::ipv6);
        set(prefix + ".accept-filters", tcp.acceptFilters(), builder::tcpAcceptFilters);
        set(prefix + ".socks-proxy", tcp.socksProxy(), builder::socksProxy);
        set(prefix + ".socks-username", tcp.socksUsername(), builder::socksUsername);
        secret(prefix + ".socks-password", tcp.socksPassword(), builder::socksPassword);
    }

    /** The system counts keep-alive times in seconds: a fraction would silently be lost. */
    private static int seconds(Duration duration) {
        if (duration.getNano() != 0 || duration.getSeconds() < 1) {
            throw new IllegalArgumentException("it is " + duration + ", allowed: whole seconds from 1s");
        }
        return Math.toIntExact(duration.getSeconds());
    }

    private static int bytes(DataSize size) {
        if (size.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("it is " + size + ", allowed: less than 2GB");
        }
        return (int) size.toBytes();
    }

    private static String reason(RuntimeException e) {
        return e instanceof ArithmeticException ? "it is too large" : String.valueOf(e.getMessage());
    }
}
