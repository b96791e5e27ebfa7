package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.CurveKeys;
import io.zmq4j.Z85;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** The pairs of {@code zmq.security.curve.key-pairs}, each read when a socket wants it. */
final class KeyPairs {

    private static final String PREFIX = "zmq.security.curve.key-pairs";
    private static final int KEY_LENGTH = 40;

    private final Map<String, SecurityProperties.KeyPair> declared;
    private final KeyResources resources;

    KeyPairs(Map<String, SecurityProperties.KeyPair> declared, KeyResources resources) {
        this.declared = declared;
        this.resources = resources;
    }

    /** The pair of this name, which the property wants; it has a secret key. */
    CurveKeys pair(String property, String name) {
        SecurityProperties.KeyPair pair = declared.get(name);
        if (pair == null) {
            String reason =
                    "there is no key pair of this name, allowed: " + declared.keySet() + ", as " + PREFIX + " has them";
            // somebody may have put the secret key itself here
            throw name.length() == KEY_LENGTH
                    ? new InvalidSecretException(property, reason)
                    : new InvalidConfigurationPropertyValueException(property, name, reason);
        }
        String prefix = PREFIX + "." + name;
        requireOneForm(prefix, pair);
        if (pair.location() != null) {
            return read(prefix + ".location", pair.location());
        }
        String secretKey = pair.secretKey();
        if (secretKey == null) {
            throw new InvalidSecretException(
                    prefix + ".secret-key",
                    "it is missing, and " + property + " needs it, allowed: 40 characters of Z85, or " + prefix
                            + ".location");
        }
        CurveKeys keys = secret(prefix + ".secret-key", secretKey);
        if (pair.publicKey() != null) {
            requirePublic(prefix + ".public-key", pair.publicKey(), keys);
        }
        return keys;
    }

    private CurveKeys read(String property, String location) {
        try {
            return CurveKeys.parse(resources.text(location));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(property, location, reason(e), e);
        }
    }

    private static CurveKeys secret(String property, String secretKey) {
        try {
            return CurveKeys.ofSecret(secretKey);
        } catch (IllegalArgumentException e) {
            throw new InvalidSecretException(property, reason(e));
        }
    }

    private static void requirePublic(String property, String publicKey, CurveKeys keys) {
        checkedKey(property, publicKey);
        if (!publicKey.equals(keys.publicKey())) {
            throw new InvalidConfigurationPropertyValueException(
                    property,
                    publicKey,
                    "it does not belong to the secret key, allowed: " + keys.publicKey() + ", or nothing");
        }
    }

    /** A server's key: the public one of a pair, one in a certificate, or the text itself. */
    String publicKey(String property, String text) {
        SecurityProperties.KeyPair pair = declared.get(text);
        if (pair == null) {
            return KeyResources.isLocation(text) ? readPublic(property, text) : serverKey(property, text);
        }
        String prefix = PREFIX + "." + text;
        requireOneForm(prefix, pair);
        if (pair.location() != null) {
            return readPublic(prefix + ".location", pair.location());
        }
        if (pair.publicKey() != null && pair.secretKey() == null) {
            return checkedKey(prefix + ".public-key", pair.publicKey());
        }
        return pair(property, text).publicKey();
    }

    private String readPublic(String property, String location) {
        try {
            return CurveKeys.parsePublicKey(resources.text(location));
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(property, location, reason(e), e);
        }
    }

    private String serverKey(String property, String text) {
        String fault = fault(text);
        if (fault != null) {
            throw new InvalidConfigurationPropertyValueException(
                    property,
                    text,
                    fault + ", the name of a key pair " + declared.keySet()
                            + ", or a location that begins with file: or classpath:");
        }
        return text;
    }

    private static String checkedKey(String property, String text) {
        String fault = fault(text);
        if (fault != null) {
            throw new InvalidConfigurationPropertyValueException(property, text, fault);
        }
        return text;
    }

    private static @Nullable String fault(String text) {
        if (text.length() != KEY_LENGTH) {
            return "it has " + text.length() + " characters, allowed: " + KEY_LENGTH + " of Z85";
        }
        try {
            Z85.decode(text);
            return null;
        } catch (IllegalArgumentException e) {
            return "it is no key: " + reason(e);
        }
    }

    private static void requireOneForm(String prefix, SecurityProperties.KeyPair pair) {
        boolean text = pair.publicKey() != null || pair.secretKey() != null;
        if (text && pair.location() != null) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".location",
                    pair.location(),
                    "there is " + prefix + (pair.secretKey() != null ? ".secret-key" : ".public-key")
                            + " as well, allowed: a location, or keys as text");
        }
        if (!text && pair.location() == null) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix, null, "it is empty, allowed: secret-key and public-key, or location");
        }
    }

    private static String reason(IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
    }
}
