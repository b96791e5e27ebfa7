package io.zmq4j.internal.session;

import io.zmq4j.Authenticator;
import java.time.Duration;
import java.util.function.Consumer;

/** Who decides on the peers of all sockets of a context. Any thread. */
public interface Authentication {

    /** Whether the application has given an {@link Authenticator}; a handler of ZAP may be there all the same. */
    boolean hasAuthenticator();

    /**
     * Asks for a decision.
     *
     * @param required whether a peer is refused when there is nobody to ask
     * @param limit after which nobody wants it any more, zero = there is none
     * @param answer gets it, from any thread and possibly never; soon, or within this call
     */
    void decide(
            Authenticator.Request request, boolean required, Duration limit, Consumer<Authenticator.Decision> answer);
}
