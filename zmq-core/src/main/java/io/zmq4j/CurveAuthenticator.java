package io.zmq4j;

import java.util.function.Supplier;

/** Accepts who has proved one of the known keys. */
record CurveAuthenticator(Supplier<KnownKeys> keys, String source) implements Authenticator {

    @Override
    public Decision authenticate(Request request) {
        if (!request.mechanism().equals("CURVE")) {
            return Decision.reject("mechanism " + request.mechanism() + ", allowed: CURVE");
        }
        String key = request.clientKey();
        String userId = keys.get().userId(key);
        return userId == null ? Decision.reject("unknown public key " + key) : Decision.accept(userId);
    }

    @Override
    public String toString() {
        return "curveKeys[" + source + "]";
    }
}
