package io.zmq4j;

import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Options of transports, while a {@link SocketConfigBuilder} collects them. */
final class TransportDraft {

    int tcpKeepAlive;
    int tcpKeepAliveCount;
    int tcpKeepAliveIdle;
    int tcpKeepAliveInterval;
    int sendBuffer;
    int receiveBuffer;
    int tos;
    int backlog;
    boolean ipv6;
    List<String> tcpAcceptFilters;
    String socksProxy;
    String socksUsername;
    String socksPassword;
    Set<String> ipcAcceptUsers;
    Set<String> ipcAcceptGroups;
    Set<String> wsAllowedOrigins;
    int multicastHops;
    boolean multicastLoop;

    @Nullable
    SSLContext tls;

    boolean tlsClientAuthentication;
    boolean tlsVerifyHost;
    List<String> tlsProtocols;

    TransportDraft(SocketConfig from) {
        tcpKeepAlive = from.tcp().keepAlive();
        tcpKeepAliveCount = from.tcp().keepAliveCount();
        tcpKeepAliveIdle = from.tcp().keepAliveIdle();
        tcpKeepAliveInterval = from.tcp().keepAliveInterval();
        sendBuffer = from.tcp().sendBuffer();
        receiveBuffer = from.tcp().receiveBuffer();
        tos = from.tcp().tos();
        backlog = from.tcp().backlog();
        ipv6 = from.tcp().ipv6();
        tcpAcceptFilters = from.tcp().acceptFilters();
        socksProxy = from.socks().proxy();
        socksUsername = from.socks().username();
        socksPassword = from.socks().password();
        ipcAcceptUsers = from.ipc().acceptUsers();
        ipcAcceptGroups = from.ipc().acceptGroups();
        wsAllowedOrigins = from.webSocket().allowedOrigins();
        multicastHops = from.multicast().hops();
        multicastLoop = from.multicast().loop();
        tls = from.tls().context();
        tlsClientAuthentication = from.tls().clientAuthentication();
        tlsVerifyHost = from.tls().verifyHost();
        tlsProtocols = from.tls().protocols();
    }

    SocketConfig.Tcp tcp() {
        return new SocketConfig.Tcp(
                tcpKeepAlive,
                tcpKeepAliveCount,
                tcpKeepAliveIdle,
                tcpKeepAliveInterval,
                sendBuffer,
                receiveBuffer,
                tos,
                backlog,
                ipv6,
                tcpAcceptFilters);
    }

    SocketConfig.Socks socks() {
        return new SocketConfig.Socks(socksProxy, socksUsername, socksPassword);
    }

    SocketConfig.Ipc ipc() {
        return new SocketConfig.Ipc(ipcAcceptUsers, ipcAcceptGroups);
    }

    SocketConfig.WebSocket webSocket() {
        return new SocketConfig.WebSocket(wsAllowedOrigins);
    }

    SocketConfig.Multicast multicast() {
        return new SocketConfig.Multicast(multicastHops, multicastLoop);
    }

    SocketConfig.Tls tls() {
        return new SocketConfig.Tls(tls, tlsClientAuthentication, tlsVerifyHost, tlsProtocols);
    }
}
