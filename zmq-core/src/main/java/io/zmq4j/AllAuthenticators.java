package io.zmq4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Accepts whom all accept. */
record AllAuthenticators(List<Authenticator> authenticators) implements Authenticator {

    @Override
    public Decision authenticate(Request request) throws Exception {
        String userId = "";
        Map<String, String> metadata = new HashMap<>();
        for (Authenticator authenticator : authenticators) {
            Decision decision = Objects.requireNonNull(
                    authenticator.authenticate(request), () -> authenticator + " has decided nothing");
            if (!decision.isAccepted()) {
                return decision;
            }
            userId = decision.userId().isEmpty() ? userId : decision.userId();
            metadata.putAll(decision.metadata());
        }
        return Decision.accept(userId, metadata);
    }

    @Override
    public String toString() {
        return "all" + authenticators;
    }
}
