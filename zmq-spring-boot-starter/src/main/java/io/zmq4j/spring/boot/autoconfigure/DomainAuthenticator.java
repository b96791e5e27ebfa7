package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.Authenticator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the authenticator of the domain for which a peer has come. Peers for other domains are the business of the
 * application's own authenticator. Without one they are refused, unless they come without a domain and a mechanism: such
 * peers are asked about only where they have proved a certificate that the bundle of the socket trusts, and nothing else is
 * wanted of them.
 *
 * @param byDomain what the properties say
 * @param otherwise the application's own; null = there is none
 */
record DomainAuthenticator(Map<String, Authenticator> byDomain, @Nullable Authenticator otherwise)
        implements Authenticator {

    @Override
    public Decision authenticate(Request request) throws Exception {
        Authenticator chosen = byDomain.getOrDefault(request.domain(), otherwise);
        if (chosen != null) {
            return chosen.authenticate(request);
        }
        return request.domain().isEmpty() && request.mechanism().equals("NULL")
                ? Decision.accept("")
                : Decision.reject("nobody decides on domain '" + request.domain() + "'");
    }
}
