package io.zmq4j;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How the connections of a socket are protected and their peers authenticated: the mechanism of ZMTP (RFC 37) and this
 * side's role in it, which both peers must agree on. The role has nothing to do with who binds. No {@code toString} here
 * tells a secret.
 */
public sealed interface Security {

    /** The name of the mechanism on the wire: NULL, PLAIN or CURVE. */
    String mechanism();

    /** No protection, and peers are not asked who they are: the NULL mechanism of RFC 37. */
    record None() implements Security {
        @Override
        public String mechanism() {
            return "NULL";
        }
    }

    /**
     * Tells a name and a password, which everybody on the way can read: PLAIN of RFC 24 (ZMQ_PLAIN_USERNAME,
     * ZMQ_PLAIN_PASSWORD).
     *
     * @param username at most 255 bytes in UTF-8
     * @param password at most 255 bytes in UTF-8
     */
    record PlainClient(String username, String password) implements Security {
        private static final int LONGEST = 255;

        /**
         * Checks the sizes.
         *
         * @throws IllegalArgumentException when one is too long
         */
        public PlainClient {
            check("username", username);
            check("password", password);
        }

        private static void check(String what, String text) {
            int size = text.getBytes(StandardCharsets.UTF_8).length;
            if (size > LONGEST) {
                throw new IllegalArgumentException(
                        "the PLAIN " + what + " has " + size + " bytes, allowed: up to " + LONGEST);
            }
        }

        @Override
        public String mechanism() {
            return "PLAIN";
        }

        @Override
        public String toString() {
            return "PlainClient[" + username + "]";
        }
    }

    /** Asks for a name and a password, which the authenticator of the context judges: PLAIN (ZMQ_PLAIN_SERVER). */
    record PlainServer() implements Security {
        @Override
        public String mechanism() {
            return "PLAIN";
        }
    }

    /**
     * Talks, in secret, only to the server whose public key this is, and proves its own key to it: CURVE of RFC 26
     * (ZMQ_CURVE_PUBLICKEY, ZMQ_CURVE_SECRETKEY, ZMQ_CURVE_SERVERKEY).
     *
     * @param keys of this side
     * @param serverKey 32 bytes, copied
     */
    record CurveClient(CurveKeys keys, byte[] serverKey) implements Security {

        /**
         * Checks the key.
         *
         * @throws IllegalArgumentException when the server's key has not 32 bytes, or nobody can have its secret key
         */
        public CurveClient(CurveKeys keys, byte[] serverKey) {
            this.keys = keys;
            this.serverKey = CurveKeys.checkedPublic("server's public key", serverKey);
        }

        @Override
        public byte[] serverKey() {
            return serverKey.clone();
        }

        @Override
        public String mechanism() {
            return "CURVE";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof CurveClient that
                    && keys.equals(that.keys)
                    && Arrays.equals(serverKey, that.serverKey);
        }

        @Override
        public int hashCode() {
            return 31 * keys.hashCode() + Arrays.hashCode(serverKey);
        }

        @Override
        public String toString() {
            return "CurveClient[" + keys + ", server " + Z85.encode(serverKey) + "]";
        }
    }

    /**
     * Talks in secret to clients that know this side's public key and prove theirs, which the authenticator of the context
     * judges: CURVE (ZMQ_CURVE_SERVER, ZMQ_CURVE_SECRETKEY).
     *
     * @param keys of this side
     */
    record CurveServer(CurveKeys keys) implements Security {
        @Override
        public String mechanism() {
            return "CURVE";
        }
    }

    static Security none() {
        return new None();
    }

    static Security plainClient(String username, String password) {
        return new PlainClient(username, password);
    }

    static Security plainServer() {
        return new PlainServer();
    }

    /** @param serverKey 40 characters of Z85 */
    static Security curveClient(CurveKeys keys, String serverKey) {
        return new CurveClient(keys, CurveKeys.decode("server's public key", serverKey));
    }

    static Security curveServer(CurveKeys keys) {
        return new CurveServer(keys);
    }
}
