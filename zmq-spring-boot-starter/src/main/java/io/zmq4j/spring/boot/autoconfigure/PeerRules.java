package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticators;
import io.zmq4j.Security;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Makes the authenticator of one socket of its properties. */
final class PeerRules {

    private final String prefix;
    private final SocketSecurityProperties given;
    private final Security security;
    private final Map<String, String> users;
    private final KeyResources resources;

    /**
     * @param prefix of the properties, as zmq.sockets.name.security
     * @param security of the socket
     * @param users all there are
     */
    PeerRules(
            String prefix,
            SocketSecurityProperties given,
            Security security,
            Map<String, String> users,
            KeyResources resources) {
        this.prefix = prefix;
        this.given = given;
        this.security = security;
        this.users = users;
        this.resources = resources;
        if (!(security instanceof Security.CurveServer)) {
            refuse("authorized-keys", given.authorizedKeys(), "a curve server");
        }
        if (!(security instanceof Security.PlainServer)) {
            refuse("users", given.users(), "a plain server");
        }
        if (!asksAnybody()) {
            refuse("tls-subjects", given.tlsSubjects(), "a server, or without a mechanism");
            refuse("allow", given.allow(), "a server, or without a mechanism");
            refuse("deny", given.deny(), "a server, or without a mechanism");
        }
    }

    private void refuse(String key, @Nullable Object value, String who) {
        if (value != null) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + "." + key, value, "this socket does not look at it, allowed: on " + who);
        }
    }

    private boolean asksAnybody() {
        return !(security instanceof Security.PlainClient) && !(security instanceof Security.CurveClient);
    }

    /** Whether there is anything that peers of this socket have to meet. */
    boolean isEmpty() {
        return !given.hasRules() && !hasUsers();
    }

    /** The first of the properties on peers of every mechanism. */
    String key() {
        return given.tlsSubjects() != null ? "tls-subjects" : given.allow() != null ? "allow" : "deny";
    }

    /** Whether somebody else has to know the passwords of peers. */
    boolean lacksUsers() {
        return security instanceof Security.PlainServer && !hasUsers();
    }

    private boolean hasUsers() {
        return security instanceof Security.PlainServer && (given.users() != null || !users.isEmpty());
    }

    /** Equal ones decide alike. */
    Object identity() {
        return new Identity(
                security.mechanism(),
                given.authorizedKeys(),
                hasUsers() ? chosen().keySet() : Set.of(),
                given.tlsSubjects(),
                given.allow(),
                given.deny());
    }

    private record Identity(
            String mechanism,
            @Nullable List<String> keys,
            Set<String> users,
            @Nullable List<String> subjects,
            @Nullable List<String> allow,
            @Nullable List<String> deny) {}

    /** @param otherwise decides on credentials of which nothing is said here; null = nobody does */
    Authenticator authenticator(@Nullable Authenticator otherwise) {
        List<Authenticator> all = new ArrayList<>();
        if (given.allow() != null) {
            all.add(addresses("allow", given.allow()));
        }
        if (given.deny() != null) {
            all.add(addresses("deny", given.deny()));
        }
        if (given.tlsSubjects() != null) {
            all.add(subjects(given.tlsSubjects()));
        }
        if (given.authorizedKeys() != null) {
            all.add(keys(given.authorizedKeys()));
        } else if (hasUsers()) {
            all.add(Authenticators.plain(chosen()));
        } else if (otherwise != null && !(security instanceof Security.None)) {
            all.add(otherwise);
        } else {
            all.add(unproven());
        }
        return Authenticators.all(all.toArray(Authenticator[]::new));
    }

    /** Lets in who has no credentials to show, and every key, of which its owner proves that it is his. */
    private Authenticator unproven() {
        String mechanism = security.mechanism();
        return request -> {
            if (!request.mechanism().equals(mechanism) || mechanism.equals("PLAIN")) {
                return Authenticator.Decision.reject("nobody decides on " + request);
            }
            return Authenticator.Decision.accept(mechanism.equals("CURVE") ? request.clientKey() : "");
        };
    }

    private Authenticator addresses(String key, List<String> ranges) {
        try {
            String[] texts = ranges.toArray(String[]::new);
            return key.equals("allow") ? Authenticators.allow(texts) : Authenticators.deny(texts);
        } catch (IllegalArgumentException e) {
            throw invalid(key, ranges, e);
        }
    }

    private Authenticator subjects(List<String> subjects) {
        try {
            return Authenticators.tlsSubjects(subjects.toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            throw invalid("tls-subjects", subjects, e);
        }
    }

    private Map<String, String> chosen() {
        if (given.users() == null) {
            return users;
        }
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String name : given.users()) {
            String password = users.get(name);
            if (password == null) {
                throw new InvalidConfigurationPropertyValueException(
                        prefix + ".users",
                        name,
                        "there is no such user, allowed: " + users.keySet() + ", as zmq.security.plain.users has them");
            }
            chosen.put(name, password);
        }
        return chosen;
    }

    private Authenticator keys(List<String> entries) {
        List<String> texts = new ArrayList<>();
        List<Authenticator> any = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            String entry = entries.get(i).strip();
            String key = entries.size() == 1 ? "authorized-keys" : "authorized-keys[" + i + "]";
            try {
                if (KeyResources.isLocation(entry)) {
                    any.add(resources.authorized(entry));
                } else {
                    Authenticators.curveKeys(List.of(entry));
                    texts.add(entry);
                }
            } catch (IllegalArgumentException e) {
                throw invalid(key, entry, e);
            }
        }
        try {
            any.add(0, Authenticators.curveKeys(texts));
        } catch (IllegalArgumentException e) {
            throw invalid("authorized-keys", entries, e);
        }
        return new AnyAuthenticator(any);
    }

    private InvalidConfigurationPropertyValueException invalid(String key, Object value, IllegalArgumentException e) {
        String more = key.startsWith("authorized") && !KeyResources.isLocation(value.toString())
                ? "; or a location that begins with file: or classpath:"
                : "";
        return new InvalidConfigurationPropertyValueException(prefix + "." + key, value, e.getMessage() + more, e);
    }
}
