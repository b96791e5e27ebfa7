package io.zmq4j.internal.engine;

import io.zmq4j.SocketConfig;
import io.zmq4j.internal.reactor.Reactor;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Channels that speak TLS, on the side that connects and on the side that accepts. */
public final class Tls {

    private Tls() {}

    /**
     * A channel that has connected.
     *
     * @param host as the application has named it, which the peer has to prove
     * @param helpers run what takes time
     */
    public static EngineChannel client(
            Reactor reactor, SocketChannel socket, SocketConfig.Tls config, String host, int port, Executor helpers) {
        return new TlsChannel(reactor, socket, () -> client(config, host, port), helpers);
    }

    /** A channel that was accepted. */
    public static EngineChannel server(
            Reactor reactor, SocketChannel socket, SocketConfig.Tls config, Executor helpers) {
        return new TlsChannel(reactor, socket, () -> server(config), helpers);
    }

    private static SSLEngine client(SocketConfig.Tls config, String host, int port) {
        SSLEngine engine = requireContext(config).createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = parameters(engine, config);
        if (config.verifyHost()) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (isName(host)) {
            parameters.setServerNames(List.of(new SNIHostName(host)));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLEngine server(SocketConfig.Tls config) {
        SSLEngine engine = requireContext(config).createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = parameters(engine, config);
        parameters.setNeedClientAuth(config.clientAuthentication());
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLContext requireContext(SocketConfig.Tls config) {
        SSLContext context = config.context();
        if (context == null) {
            throw new IllegalStateException("the option tls has no SSLContext any more");
        }
        return context;
    }

    private static SSLParameters parameters(SSLEngine engine, SocketConfig.Tls config) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(config.protocols().toArray(String[]::new));
        return parameters;
    }

    /** Whether this is a name that TLS can ask for, and no address. */
    private static boolean isName(String host) {
        boolean address = host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
        return !address
                && host.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-'));
    }
}
