package io.zmq4j.spring.boot;

import io.zmq4j.Security;
import io.zmq4j.spring.ZmqSocketSpec;
import java.util.stream.Stream;

/** What protects the connections of a socket, in a word that tells no credentials. */
public final class SecurityName {

    private SecurityName() {}

    /** NULL, PLAIN or CURVE; where every endpoint is over TLS, TLS instead of NULL, and PLAIN+TLS or CURVE+TLS. */
    public static String of(ZmqSocketSpec spec) {
        Security security = spec.config().security();
        boolean tls = Stream.concat(spec.bind().stream(), spec.connect().stream())
                .allMatch(endpoint -> endpoint.startsWith("tls:") || endpoint.startsWith("wss:"));
        if (!tls) {
            return security.mechanism();
        }
        return security instanceof Security.None ? "TLS" : security.mechanism() + "+TLS";
    }
}
