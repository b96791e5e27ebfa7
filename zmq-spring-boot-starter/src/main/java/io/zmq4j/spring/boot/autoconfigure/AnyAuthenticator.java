package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.Authenticator;
import java.util.List;

/**
 * Accepts whom any of these accepts.
 *
 * @param authenticators one at least
 */
record AnyAuthenticator(List<Authenticator> authenticators) implements Authenticator {

    @Override
    public Decision authenticate(Request request) throws Exception {
        Decision decision = Decision.reject("nobody decides");
        for (Authenticator authenticator : authenticators) {
            decision = authenticator.authenticate(request);
            if (decision.isAccepted()) {
                break;
            }
        }
        return decision;
    }
}
