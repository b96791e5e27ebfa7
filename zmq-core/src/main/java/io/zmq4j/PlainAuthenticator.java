package io.zmq4j;

import java.util.function.Supplier;

/** Accepts who knows the password of a name. */
record PlainAuthenticator(Supplier<PlainUsers> users, String source) implements Authenticator {

    @Override
    public Decision authenticate(Request request) {
        if (!request.mechanism().equals("PLAIN")) {
            return Decision.reject("mechanism " + request.mechanism() + ", allowed: PLAIN");
        }
        String name = request.username();
        return users.get().knows(name, request.credentials().get(1))
                ? Decision.accept(name)
                : Decision.reject("wrong name or password");
    }

    @Override
    public String toString() {
        return "plain[" + source + "]";
    }
}
