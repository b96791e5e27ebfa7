package io.zmq4j.spring.boot.autoconfigure;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the connections of one socket are protected, and who may connect.
 *
 * @param mechanism What protects connections: null (in quotes), plain or curve; default null (ZMQ_MECHANISM).
 * @param role Whether this side is the client or the server of the mechanism, whoever binds; by default a client where
 *     there is a username or a server-key, a server of curve where there are authorized-keys, and a server of plain
 *     otherwise (ZMQ_PLAIN_SERVER, ZMQ_CURVE_SERVER).
 * @param keyPair The name of this side's key pair below zmq.security.curve.key-pairs (ZMQ_CURVE_SECRETKEY).
 * @param serverKey The public key of the server: 40 characters of Z85, the name of a key pair, or the location of a
 *     certificate that begins with file: or classpath: (ZMQ_CURVE_SERVERKEY).
 * @param authorizedKeys Clients that a curve server lets in: public keys in Z85, each with a space and a name after it if
 *     wanted, and locations that begin with file: or classpath: of files with such lines or of directories of
 *     certificates, which are read again when they change; an empty list = nobody, none = everybody who knows this
 *     server's key.
 * @param username What a plain client is called (ZMQ_PLAIN_USERNAME).
 * @param password The password of a plain client (ZMQ_PLAIN_PASSWORD).
 * @param users Which users of zmq.security.plain.users a plain server lets in; default all.
 * @param tlsSubjects Whose certificates are accepted of those that the bundle trusts, such as CN=ann,O=Example; needs
 *     tls.client-authentication.
 * @param allow Addresses or ranges such as 10.0.0.0/8 that peers must come from.
 * @param deny Addresses or ranges that peers must not come from.
 */
public record SocketSecurityProperties(
        @Nullable Mechanism mechanism,
        @Nullable Role role,
        @Nullable String keyPair,
        @Nullable String serverKey,
        @Nullable List<String> authorizedKeys,
        @Nullable String username,
        @Nullable String password,
        @Nullable Set<String> users,
        @Nullable List<String> tlsSubjects,
        @Nullable List<String> allow,
        @Nullable List<String> deny) {

    static final SocketSecurityProperties NONE =
            new SocketSecurityProperties(null, null, null, null, null, null, null, null, null, null, null);

    /** A mechanism of ZMTP. */
    public enum Mechanism {
        /** No protection, and peers are not asked who they are. */
        NULL,
        /** The client tells a name and a password, which everybody on the way can read: use it over TLS. */
        PLAIN,
        /** Everything is encrypted, and both sides prove their keys. */
        CURVE
    }

    /** A part in a mechanism. */
    public enum Role {
        /** Proves who it is, and knows the server's key. */
        CLIENT,
        /** Decides who is let in. */
        SERVER
    }

    /** Whether there are conditions that a peer has to meet. */
    boolean hasRules() {
        return authorizedKeys != null || users != null || tlsSubjects != null || allow != null || deny != null;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "SocketSecurityProperties[mechanism=" + mechanism + ", role=" + role + ", keyPair=" + keyPair
                + ", serverKey=" + serverKey + ", authorizedKeys=" + authorizedKeys + ", username=" + username
                + ", users=" + users + ", tlsSubjects=" + tlsSubjects + ", allow=" + allow + ", deny=" + deny + "]";
    }
}
