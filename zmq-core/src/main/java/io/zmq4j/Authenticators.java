package io.zmq4j;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ready {@link Authenticator}s: names and passwords, public keys, certificates and addresses. They accept peers of their own mechanism
 * alone, so an authenticator of keys lets nobody in by PLAIN. All are immutable and thread-safe, and tell no password in
 * {@code toString}, logs or exceptions.
 *
 * <pre>{@code
 * ContextConfig.builder()
 *     .authenticator(Authenticators.all(Authenticators.allow("10.0.0.0/8"), Authenticators.curveKeys(Path.of("clients.keys"))))
 *     .build();
 * }</pre>
 *
 * <p>Those that read files look at most once a second, when a peer is to be judged, whether these have changed. A change
 * counts for peers that connect from then on. When the new content cannot be used, it is logged once, and all that was
 * known before stays in force until the content changes again. In a directory that holds for each file by itself.
 */
public final class Authenticators {

    private Authenticators() {}

    /**
     * Accepts the peers of PLAIN that know the password of their name, which is then their user id.
     *
     * @param users the password of each name, copied
     */
    public static Authenticator plain(Map<String, String> users) {
        PlainUsers known = PlainUsers.of(users);
        return new PlainAuthenticator(() -> known, known.toString());
    }

    /**
     * Accepts the peers of PLAIN that a file names: a line {@code name=password} for each, in UTF-8, the password up to the
     * end of the line. Empty lines and those that begin with {@code #} are skipped.
     *
     * @throws IllegalArgumentException when the file cannot be read, or has another line; the message has its number alone
     */
    public static Authenticator plain(Path file) {
        return new PlainAuthenticator(new Reloaded<>(file, PlainUsers::read), file.toString());
    }

    /**
     * Accepts the peers of CURVE that have one of these public keys, which is their user id too unless another one is given.
     *
     * @param publicKeys 40 characters of Z85 each and after them, if wanted, a space and a name, which is the user id
     * @throws IllegalArgumentException when one is no key, or has two names
     */
    public static Authenticator curveKeys(Collection<String> publicKeys) {
        KnownKeys known = KnownKeys.of(publicKeys);
        return new CurveAuthenticator(() -> known, known.toString());
    }

    /**
     * Accepts the peers of CURVE whose public keys are listed. A file has a key in each line and after it, if wanted, a
     * space and a name, which is the user id instead of the key; empty lines and those that begin with {@code #} are
     * skipped. A directory has a certificate of CZMQ in each file, and the user id is the name in its
     * metadata, else the name of the file; hidden files and those that end in {@code _secret} are skipped. A file that is
     * taken away takes its key along, and one that cannot be used later does not keep the others from being read.
     *
     * @throws IllegalArgumentException when it cannot be read, has a line that is none of these, or a key twice
     */
    public static Authenticator curveKeys(Path fileOrDirectory) {
        return new CurveAuthenticator(new Reloaded<>(fileOrDirectory, new KeyFiles()), fileOrDirectory.toString());
    }

    /**
     * Accepts every peer with an address in one of these ranges, and so no peer of ipc. It asks for no credentials: put it
     * together with another one by {@link #all}.
     *
     * @param ranges {@code address/bits} such as {@code 10.0.0.0/8} or {@code fd00::/8}, or an address; one at least
     * @throws IllegalArgumentException when one is none
     */
    public static Authenticator allow(String... ranges) {
        return new AddressAuthenticator(true, ranges("allow", ranges));
    }

    /**
     * Accepts every peer but those with an address in one of these ranges; also every peer of ipc.
     *
     * @param ranges as for {@link #allow}
     * @throws IllegalArgumentException when one is none
     */
    public static Authenticator deny(String... ranges) {
        return new AddressAuthenticator(false, ranges("deny", ranges));
    }

    /**
     * Accepts every peer over {@code tls://} or {@code wss://} whose certificate names one of these subjects, which is its user
     * id. The socket has to ask for certificates ({@link SocketConfigBuilder#tlsClientAuthentication}), and trusts whom its
     * {@code SSLContext} trusts: this only says which of these are let in. It asks for nothing else, so {@link #all} puts it
     * together with names and passwords or keys.
     *
     * @param subjects such as {@code CN=orders,O=Example} (RFC 2253), compared without regard to case and spaces; one at least
     * @throws IllegalArgumentException when one is none, or is there twice
     */
    public static Authenticator tlsSubjects(String... subjects) {
        Map<String, String> userIds = new HashMap<>();
        for (String subject : subjects) {
            if (userIds.put(subject, TlsSubjectAuthenticator.parse(subject).getName()) != null) {
                throw new IllegalArgumentException("tlsSubjects has '" + subject + "' twice, allowed: once");
            }
        }
        return TlsSubjectAuthenticator.of(userIds);
    }

    /**
     * As {@link #tlsSubjects(String...)}, with a user id of your choice for each subject.
     *
     * @param userIds by subject, copied
     * @throws IllegalArgumentException when a subject is none, or is there twice
     */
    public static Authenticator tlsSubjects(Map<String, String> userIds) {
        return TlsSubjectAuthenticator.of(userIds);
    }

    private static List<Cidr> ranges(String what, String... texts) {
        if (texts.length == 0) {
            throw new IllegalArgumentException(what + " has no range of addresses, allowed: one at least");
        }
        return List.of(texts).stream().map(text -> Cidr.parse(what, text)).toList();
    }

    /**
     * Accepts who is accepted by all of these, who are asked in this order until one refuses. The peer gets the user id of
     * the last one that gives any, and the metadata of all.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Authenticator all(Authenticator... authenticators) {
        if (authenticators.length == 0) {
            throw new IllegalArgumentException("all has no authenticator, allowed: one at least");
        }
        return new AllAuthenticators(List.of(authenticators));
    }
}
