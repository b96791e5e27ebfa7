package io.zmq4j.internal.session;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticator.Decision;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.internal.zmtp.mechanism.Credentials;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;

/** Has the peers of one session judged by who authenticates for its context. */
final class Judge {

    private final SessionOwner owner;

    Judge(SessionOwner owner) {
        this.owner = owner;
    }

    /**
     * Asks about a peer.
     *
     * @param host the address of the peer, without its port
     * @param certificates that it has proved to hold
     * @param answer as in {@link Authentication#decide}
     */
    void ask(Credentials credentials, String host, List<X509Certificate> certificates, Consumer<Decision> answer) {
        SocketConfig config = owner.config();
        Authenticator.Request request = new Authenticator.Request(
                config.zapDomain(),
                host,
                config.routing().routingId(),
                credentials.mechanism(),
                credentials.values(),
                certificates);
        boolean required = !(config.security() instanceof Security.CurveServer)
                || !config.zapDomain().isEmpty();
        owner.authentication().decide(request, required, config.handshake().timeout(), answer);
    }
}
