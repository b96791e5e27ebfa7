package io.zmq4j.spring.boot.autoconfigure;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys and passwords by name, which sockets refer to. No {@code toString} here tells a secret.
 *
 * @param curve Keys of CURVE.
 * @param plain Passwords of PLAIN.
 */
public record SecurityProperties(@DefaultValue Curve curve, @DefaultValue Plain plain) {

    static final SecurityProperties NONE = new SecurityProperties(new Curve(Map.of()), new Plain(Map.of()));

    /**
     * Keys of CURVE.
     *
     * @param keyPairs Pairs of keys by a name of your own, each as two texts or as the location of a certificate.
     */
    public record Curve(@DefaultValue Map<String, KeyPair> keyPairs) {

        /** The names alone. */
        @Override
        public String toString() {
            return "Curve[keyPairs=" + keyPairs.keySet() + "]";
        }
    }

    /**
     * A pair of keys: texts, or a location.
     *
     * @param publicKey The public key, 40 characters of Z85; may be left out where there is a secret key.
     * @param secretKey The secret key, 40 characters of Z85; may be left out of a pair that only names a server's key.
     * @param location The resource of a certificate as KeyTool writes it, such as file:/run/secrets/me_secret.
     */
    public record KeyPair(@Nullable String publicKey, @Nullable String secretKey, @Nullable String location) {

        /** Without the secret key. */
        @Override
        public String toString() {
            return "KeyPair[publicKey=" + publicKey + ", location=" + location + "]";
        }
    }

    /**
     * Passwords of PLAIN.
     *
     * @param users The password of each user, whom PLAIN servers let in.
     */
    public record Plain(@DefaultValue Map<String, String> users) {

        /** The names alone. */
        @Override
        public String toString() {
            return "Plain[users=" + users.keySet() + "]";
        }
    }
}
