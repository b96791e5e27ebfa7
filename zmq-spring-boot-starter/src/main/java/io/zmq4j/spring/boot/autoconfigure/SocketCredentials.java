package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.Security;
import io.zmq4j.spring.boot.autoconfigure.SocketSecurityProperties.Mechanism;
import io.zmq4j.spring.boot.autoconfigure.SocketSecurityProperties.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Makes the mechanism of one socket of its properties; what does not fit together is refused with its property. */
final class SocketCredentials {

    private final String prefix;
    private final SocketSecurityProperties given;
    private final KeyPairs keyPairs;

    /** @param prefix of the properties, as zmq.sockets.name.security */
    SocketCredentials(String prefix, SocketSecurityProperties given, KeyPairs keyPairs) {
        this.prefix = prefix;
        this.given = given;
        this.keyPairs = keyPairs;
    }

    Security security() {
        return switch (given.mechanism() == null ? Mechanism.NULL : given.mechanism()) {
            case NULL -> none();
            case PLAIN -> plain();
            case CURVE -> curve();
        };
    }

    private Security none() {
        String why = "mechanism null has none, allowed: with " + prefix + ".mechanism ";
        refuse("role", given.role(), why + "plain or curve");
        refuseCurve(why + "curve");
        refusePlain(why + "plain");
        return Security.none();
    }

    private Security plain() {
        refuseCurve("mechanism plain has none, allowed: with " + prefix + ".mechanism curve");
        boolean named = given.username() != null || given.password() != null;
        if (given.role() == Role.SERVER || given.role() == null && !named) {
            refusePlain("a server has none, allowed: users in zmq.security.plain.users, or " + prefix + ".role client");
            return Security.plainServer();
        }
        String username = required("username", given.username(), "a plain client tells one");
        String password = given.password();
        if (password == null) {
            throw new InvalidSecretException(prefix + ".password", "it is missing: a plain client tells one");
        }
        checkName(username);
        try {
            return Security.plainClient(username, password);
        } catch (IllegalArgumentException e) {
            throw new InvalidSecretException(prefix + ".password", String.valueOf(e.getMessage()));
        }
    }

    private void checkName(String username) {
        try {
            Security.plainClient(username, "");
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".username", username, String.valueOf(e.getMessage()), e);
        }
    }

    private Security curve() {
        refusePlain("mechanism curve has none, allowed: with " + prefix + ".mechanism plain");
        Role role = curveRole();
        String name = required(
                "key-pair", given.keyPair(), "both sides of curve have one, which zmq.security.curve.key-pairs has");
        if (role == Role.CLIENT) {
            String serverKey = required(
                    "server-key",
                    given.serverKey(),
                    "a curve client knows its server by the public key, allowed: 40 characters of Z85, the name of a"
                            + " key pair, or a location that begins with file: or classpath:");
            return Security.curveClient(
                    keyPairs.pair(prefix + ".key-pair", name), keyPairs.publicKey(prefix + ".server-key", serverKey));
        }
        refuse("server-key", given.serverKey(), "a server has none, allowed: with " + prefix + ".role client");
        return Security.curveServer(keyPairs.pair(prefix + ".key-pair", name));
    }

    private Role curveRole() {
        if (given.role() != null) {
            return given.role();
        }
        if (given.serverKey() != null) {
            return Role.CLIENT;
        }
        if (given.authorizedKeys() != null) {
            return Role.SERVER;
        }
        throw new InvalidConfigurationPropertyValueException(
                prefix + ".role",
                null,
                "it is missing, and neither " + prefix + ".server-key nor " + prefix
                        + ".authorized-keys tells it, allowed: client, server");
    }

    private void refuseCurve(String why) {
        refuse("key-pair", given.keyPair(), why);
        refuse("server-key", given.serverKey(), why);
    }

    private void refusePlain(String why) {
        refuse("username", given.username(), why);
        if (given.password() != null) {
            throw new InvalidSecretException(prefix + ".password", why);
        }
    }

    private void refuse(String key, @Nullable Object value, String why) {
        if (value != null) {
            throw new InvalidConfigurationPropertyValueException(prefix + "." + key, value, why);
        }
    }

    private String required(String key, @Nullable String value, String why) {
        if (value == null || value.isEmpty()) {
            throw new InvalidConfigurationPropertyValueException(prefix + "." + key, value, "it is missing: " + why);
        }
        return value;
    }
}
