package io.zmq4j.internal.session;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.engine.Engine;
import io.zmq4j.internal.engine.EngineChannel;
import io.zmq4j.internal.engine.EngineOwner;
import io.zmq4j.internal.engine.RawEngine;
import io.zmq4j.internal.engine.Tls;
import io.zmq4j.internal.engine.ZmtpEngine;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.transport.Endpoint;
import io.zmq4j.internal.transport.Transports;
import io.zmq4j.internal.zmtp.WebSocketSettings;
import io.zmq4j.internal.zmtp.ZmtpSettings;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Makes the engines of one session: what is spoken on its connections, and in what. */
final class Engines {

    private final SessionOwner owner;
    private final Reactor reactor;
    private final String endpoint;

    /** What is connected to; null where the connection was accepted. */
    private final @Nullable Endpoint target;

    /** @param endpoint as the socket knows it */
    Engines(SessionOwner owner, Reactor reactor, String endpoint, @Nullable Endpoint target) {
        this.owner = owner;
        this.reactor = reactor;
        this.endpoint = endpoint;
        this.target = target;
    }

    /** Whether there is no ZMTP, but bytes that belong to one connection and must not go to the next. */
    boolean isRaw() {
        return owner.type() == SocketType.STREAM;
    }

    /** The engine of a new connection, not started. */
    Engine create(SocketChannel channel, EngineOwner session) {
        if (isRaw()) {
            return new RawEngine(reactor, channel, session);
        }
        SocketConfig config = owner.config();
        return new ZmtpEngine(reactor, wire(channel, config), settings(config), config, session);
    }

    private ZmtpSettings settings(SocketConfig config) {
        return new ZmtpSettings(
                owner.type(),
                config.routing().routingId(),
                config.handshake().metadata(),
                config.handshake().maxMessageSize(),
                config.handshake().maxFrames(),
                config.handshake().minProtocol(),
                config.security(),
                judgesWithoutMechanism(config),
                config.limits().handshakeSize(),
                Endpoint.isWebSocket(endpoint) ? webSocket(config) : null);
    }

    /** Whether somebody decides on peers although there is no security. Certificates are asked for to be looked at. */
    private boolean judgesWithoutMechanism(SocketConfig config) {
        boolean shown = target == null && config.tls().clientAuthentication() && Transports.isTls(endpoint);
        return !config.zapDomain().isEmpty() || shown && owner.authentication().hasAuthenticator();
    }

    private EngineChannel wire(SocketChannel channel, SocketConfig config) {
        if (!Transports.isTls(endpoint)) {
            return new EngineChannel(reactor, channel);
        }
        if (target == null) {
            return Tls.server(reactor, channel, config.tls(), owner.helpers());
        }
        return Tls.client(reactor, channel, config.tls(), target.host(), target.port(), owner.helpers());
    }

    private WebSocketSettings webSocket(SocketConfig config) {
        Endpoint parsed = Endpoint.toConnect(endpoint);
        return new WebSocketSettings(
                target != null,
                parsed.authority(),
                parsed.path(),
                config.webSocket().allowedOrigins());
    }
}
