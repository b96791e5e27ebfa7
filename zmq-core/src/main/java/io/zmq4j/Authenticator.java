package io.zmq4j;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may connect to the sockets of a context: the handler of ZAP (RFC 27) as one function. It is asked for every
 * peer of a PLAIN or CURVE server, and for those of a NULL socket that has a {@link SocketConfig#zapDomain}, or that asks its
 * clients over {@code tls://} or {@code wss://} for certificates, before anything that the peer has sent is received.
 *
 * <p>It is called by threads of its own, several at a time, so it has to be thread-safe and may take its time: other
 * handshakes go on, and who waits for longer than the handshake timeout is refused. What it throws refuses the peer too.
 *
 * @see ContextConfig.Builder#authenticator
 */
@FunctionalInterface
public interface Authenticator {

    /** Decides on one peer. */
    Decision authenticate(Request request) throws Exception;

    /**
     * Who wants to connect.
     *
     * @param domain the {@link SocketConfig#zapDomain} of the socket, empty when it has none
     * @param address the IP address of the peer, or the path of an ipc endpoint
     * @param routingId of the socket that was connected to, as libzmq tells it
     * @param mechanism NULL, PLAIN or CURVE
     * @param credentials none for NULL; name and password for PLAIN; for CURVE the public key, which the peer has proved
     * @param certificates what the peer has proved by TLS: its own one first, then those that vouch for it; none when it has
     *     shown none, or there is no TLS. A handler of ZAP is not told of them
     */
    record Request(
            String domain,
            String address,
            byte[] routingId,
            String mechanism,
            List<byte[]> credentials,
            List<X509Certificate> certificates) {

        /** Copies the certificates. */
        public Request {
            certificates = List.copyOf(certificates);
        }

        /** A request of a peer that has shown no certificate. */
        public Request(String domain, String address, byte[] routingId, String mechanism, List<byte[]> credentials) {
            this(domain, address, routingId, mechanism, credentials, List.of());
        }

        /**
         * Whom the certificate of the peer names, as in {@code CN=orders,O=Example} (RFC 2253), which is
         * {@link Metadata#TLS_SUBJECT} of its messages; null = it has shown none.
         */
        public @Nullable String tlsSubject() {
            return certificates.isEmpty()
                    ? null
                    : certificates.get(0).getSubjectX500Principal().getName();
        }

        /**
         * The name of PLAIN.
         *
         * @throws IllegalStateException when the mechanism is another one
         */
        public String username() {
            return text("PLAIN", 0);
        }

        /**
         * The password of PLAIN.
         *
         * @throws IllegalStateException when the mechanism is another one
         */
        public String password() {
            return text("PLAIN", 1);
        }

        /**
         * The public key of CURVE, 40 characters of Z85.
         *
         * @throws IllegalStateException when the mechanism is another one
         */
        public String clientKey() {
            requireMechanism("CURVE");
            return Z85.encode(credentials.get(0));
        }

        private String text(String expected, int index) {
            requireMechanism(expected);
            return new String(credentials.get(index), StandardCharsets.UTF_8);
        }

        private void requireMechanism(String expected) {
            if (!mechanism.equals(expected)) {
                throw new IllegalStateException("the mechanism is " + mechanism + ", not " + expected);
            }
        }

        /** Without the credentials. */
        @Override
        public String toString() {
            return "Request[" + mechanism + " from " + address + (domain.isEmpty() ? "" : " for " + domain) + "]";
        }
    }

    /**
     * What was decided, in the words of ZAP.
     *
     * @param status 200 = the peer is let in, 300 = not now, 400 = not with these credentials, 500 = nobody can say
     * @param reason for the event, not for the peer
     * @param userId what the messages of the peer say of who sent them ({@link Metadata#USER_ID}), empty = nothing
     * @param metadata more of what they say
     */
    record Decision(int status, String reason, String userId, Map<String, String> metadata) {

        private static final List<Integer> STATUSES = List.of(200, 300, 400, 500);

        /**
         * Checks the status.
         *
         * @throws IllegalArgumentException when it is none of ZAP
         */
        public Decision(int status, String reason, String userId, Map<String, String> metadata) {
            if (!STATUSES.contains(status)) {
                throw new IllegalArgumentException("status is " + status + ", allowed: " + STATUSES);
            }
            this.status = status;
            this.reason = reason;
            this.userId = userId;
            this.metadata = Map.copyOf(metadata);
        }

        /** The peer is let in. */
        public static Decision accept(String userId) {
            return accept(userId, Map.of());
        }

        /** The peer is let in. */
        public static Decision accept(String userId, Map<String, String> metadata) {
            return new Decision(200, "", userId, metadata);
        }

        /** The peer is not let in with these credentials. */
        public static Decision reject(String reason) {
            return new Decision(400, reason, "", Map.of());
        }

        /** The peer is not let in now, and may come again. */
        public static Decision rejectForNow(String reason) {
            return new Decision(300, reason, "", Map.of());
        }

        /** Whether the peer is let in. */
        public boolean isAccepted() {
            return status == 200;
        }
    }
}
