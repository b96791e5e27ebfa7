package io.zmq4j;

import java.util.HashMap;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Accepts whose certificate names one of these subjects, whatever the mechanism. */
record TlsSubjectAuthenticator(Map<X500Principal, String> userIds) implements Authenticator {

    /** @throws IllegalArgumentException when one is no distinguished name, or is there twice, or there is none */
    static TlsSubjectAuthenticator of(Map<String, String> userIds) {
        if (userIds.isEmpty()) {
            throw new IllegalArgumentException("tlsSubjects has no subject, allowed: one at least");
        }
        Map<X500Principal, String> parsed = new HashMap<>();
        userIds.forEach((subject, userId) -> {
            if (parsed.put(parse(subject), userId) != null) {
                throw new IllegalArgumentException("tlsSubjects has '" + subject + "' twice, allowed: once");
            }
        });
        return new TlsSubjectAuthenticator(Map.copyOf(parsed));
    }

    static X500Principal parse(String subject) {
        try {
            if (!subject.isBlank()) {
                return new X500Principal(subject);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(refusal(subject), e);
        }
        throw new IllegalArgumentException(refusal(subject));
    }

    private static String refusal(String subject) {
        return "tlsSubjects has '" + subject + "', allowed: names such as CN=orders,O=Example";
    }

    @Override
    public Decision authenticate(Request request) {
        if (request.certificates().isEmpty()) {
            return Decision.reject("no certificate was shown");
        }
        X500Principal subject = request.certificates().get(0).getSubjectX500Principal();
        String userId = userIds.get(subject);
        return userId == null ? Decision.reject("unknown subject " + subject.getName()) : Decision.accept(userId);
    }

    @Override
    public String toString() {
        return "tlsSubjects[" + userIds.size() + " subjects]";
    }
}
