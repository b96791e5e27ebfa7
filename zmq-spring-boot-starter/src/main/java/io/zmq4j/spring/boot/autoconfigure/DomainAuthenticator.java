package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.Authenticator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the authenticator of the domain for which a peer has come. Peers for other domains are the business of the
 * application's own authenticator; without one they are refused.
 *
 * @param byDomain what the properties say
 * @param otherwise the application's own; null = there is none
 */
record DomainAuthenticator(Map<String, Authenticator> byDomain, @Nullable Authenticator otherwise)
        implements Authenticator {

    @Override
    public Decision authenticate(Request request) throws Exception {
        Authenticator chosen = byDomain.getOrDefault(request.domain(), otherwise);
        return chosen == null
                ? Decision.reject("nobody decides on domain '" + request.domain() + "'")
                : chosen.authenticate(request);
    }
}
