package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.Authenticator;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What properties and connection details say of the security of the declared sockets, and who decides on their peers.
 * The rules of a socket count for its ZAP domain, which is its name unless it says otherwise; peers for other domains are
 * left to the application's {@link Authenticator}, and refused without one.
 */
final class SecurityResolver {

    private static final Log LOG = LogFactory.getLog(SecurityResolver.class);
    private static final String ZAP_HANDLER = "inproc://zeromq.zap.01";

    /**
     * What was found for one socket.
     *
     * @param domain of ZAP; empty = as the options say
     * @param lacksUsers whether somebody else has to know the passwords of its peers
     */
    private record Resolved(Security security, String domain, boolean lacksUsers) {}

    /** Whose rules a domain has. */
    private record Owner(String socket, Object rules) {}

    private final ZmqProperties properties;
    private final ZmqConnectionDetails details;
    private final KeyResources resources;
    private final KeyPairs keyPairs;
    private final @Nullable Authenticator bean;
    private final Map<String, Resolved> resolved = new LinkedHashMap<>();
    private final Map<String, PeerRules> open = new LinkedHashMap<>();
    private final boolean hasHandler;
    private final Map<String, Owner> owners = new LinkedHashMap<>();
    private final Map<String, Authenticator> byDomain = new LinkedHashMap<>();
    private final @Nullable Authenticator authenticator;

    /** @param bean the application's own; null = it has none */
    SecurityResolver(
            ZmqProperties properties,
            ZmqConnectionDetails details,
            KeyResources resources,
            @Nullable Authenticator bean) {
        this.properties = properties;
        this.details = details;
        this.resources = resources;
        this.bean = bean;
        keyPairs = new KeyPairs(properties.getSecurity().curve().keyPairs(), resources);
        hasHandler = properties.getSockets().keySet().stream().anyMatch(this::isHandler);
        properties.getSockets().forEach(this::resolve);
        if (!byDomain.isEmpty()) {
            open.forEach(this::openToAll);
        }
        authenticator = byDomain.isEmpty() ? bean : new DomainAuthenticator(Map.copyOf(byDomain), bean);
    }

    private void resolve(String name, SocketProperties socket) {
        String prefix = prefix(name);
        SocketSecurityProperties given =
                socket.getSecurity() == null ? SocketSecurityProperties.NONE : socket.getSecurity();
        Security named = details.getSecurity(name);
        Security security = named != null ? named : new SocketCredentials(prefix, given, keyPairs).security();
        PeerRules rules = new PeerRules(
                prefix, given, security, properties.getSecurity().plain().users(), resources);
        requireHandshake(name, socket, security, rules);
        if (given.tlsSubjects() != null && !asksForCertificates(socket)) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".tls-subjects",
                    given.tlsSubjects(),
                    "peers are not asked for certificates, allowed: with zmq.sockets." + name
                            + ".tls.client-authentication true");
        }
        String domain = domain(socket);
        if (!rules.isEmpty()) {
            domain = domain.isEmpty() ? name : domain;
            claim(domain, name, rules);
        } else if (security instanceof Security.CurveServer && bean == null && domain.isEmpty() && !hasHandler) {
            LOG.warn("socket '" + name + "' lets everybody in who knows its public key: set " + prefix
                    + ".authorized-keys, or declare a bean of type Authenticator");
            open.put(name, rules);
        }
        if (!(security instanceof Security.None && rules.isEmpty())) {
            resolved.put(name, new Resolved(security, domain, rules.lacksUsers()));
        }
    }

    /** Where others have rules, the core asks for every server, and those that let everybody in have to say so. */
    private void openToAll(String name, PeerRules rules) {
        claim(name, name, rules);
        resolved.computeIfPresent(name, (key, found) -> new Resolved(found.security(), name, found.lacksUsers()));
    }

    private boolean asksForCertificates(SocketProperties socket) {
        SocketOptions.Tls inherited = properties.getDefaults().getTls();
        Boolean own = socket.getTls() == null ? null : socket.getTls().clientAuthentication();
        return own != null ? own : inherited != null && Boolean.TRUE.equals(inherited.clientAuthentication());
    }

    private String domain(SocketProperties socket) {
        String own = socket.getZapDomain();
        String inherited = properties.getDefaults().getZapDomain();
        return own != null ? own : inherited != null ? inherited : "";
    }

    /** A request tells the domain alone, so two sockets of one domain have the same rules. */
    private void claim(String domain, String name, PeerRules rules) {
        Authenticator made = rules.authenticator(bean);
        Owner claimed = new Owner(name, rules.identity());
        Owner before = owners.putIfAbsent(domain, claimed);
        if (before == null) {
            byDomain.put(domain, made);
        } else if (!before.rules().equals(claimed.rules())) {
            throw new InvalidConfigurationPropertyValueException(
                    "zmq.sockets." + name + ".zap-domain",
                    domain,
                    "socket '" + before.socket()
                            + "' has this domain too, and lets other peers in, allowed: a domain of"
                            + " its own, or the same rules");
        }
    }

    /** Refuses what would be passed over in silence. */
    private void requireHandshake(String name, SocketProperties socket, Security security, PeerRules rules) {
        if (security instanceof Security.None && rules.isEmpty()) {
            return;
        }
        boolean raw = socket.getType() == SocketType.STREAM || socket.getType() == SocketType.DGRAM;
        String what = raw
                ? "a socket of this type"
                : Stream.concat(bind(name, socket).stream(), connect(name, socket).stream())
                        .filter(endpoint -> endpoint.startsWith("udp:"))
                        .map(endpoint -> "its endpoint " + endpoint)
                        .findFirst()
                        .orElse(null);
        if (what != null) {
            String key = security instanceof Security.None ? rules.key() : "mechanism";
            throw new InvalidConfigurationPropertyValueException(
                    prefix(name) + "." + key,
                    security.mechanism(),
                    what
                            + " has no handshake, in which peers would be asked, allowed: no security, tcp.accept-filters");
        }
    }

    /** Where the socket binds. */
    List<String> bind(String name, SocketProperties socket) {
        List<String> named = details.getBind(name);
        return named != null ? named : socket.getBind();
    }

    /** Where the socket connects to. */
    List<String> connect(String name, SocketProperties socket) {
        List<String> named = details.getConnect(name);
        return named != null ? named : socket.getConnect();
    }

    /** Where the socket connects to under a name. */
    List<SocketProperties.NamedPeer> connectAs(String name, SocketProperties socket) {
        Map<String, String> named = details.getConnectAs(name);
        return named == null
                ? socket.getConnectAs()
                : named.entrySet().stream()
                        .map(peer -> new SocketProperties.NamedPeer(peer.getValue(), peer.getKey()))
                        .toList();
    }

    /** For the context of all sockets; null = nobody decides. */
    @Nullable
    Authenticator authenticator() {
        return authenticator;
    }

    void apply(String name, OptionAssembler assembler) {
        Resolved found = resolved.get(name);
        if (found != null) {
            assembler.set(prefix(name) + ".mechanism", found.security().mechanism(), mechanism -> assembler
                    .builder()
                    .security(found.security()));
            if (!found.domain().isEmpty()) {
                assembler.set("zmq.sockets." + name + ".zap-domain", found.domain(), assembler.builder()::zapDomain);
            }
        }
    }

    /**
     * Makes sure that somebody decides where it is wanted.
     *
     * @param inForce the authenticator of the context; null = it has none
     */
    void verify(@Nullable Authenticator inForce) {
        if (!byDomain.isEmpty() && inForce != authenticator) {
            Owner owner = owners.values().iterator().next();
            throw new InvalidConfigurationPropertyValueException(
                    prefix(owner.socket()),
                    null,
                    "nobody would look at who may connect to this socket, as the ZmqContext has another authenticator,"
                            + " allowed: a bean of type Authenticator instead of one that is given to the context");
        }
        // a handler is asked where nobody else is
        boolean somebody = bean != null || byDomain.isEmpty() && (inForce != null || hasHandler);
        resolved.forEach((name, found) -> {
            if (found.lacksUsers() && !somebody) {
                throw new InvalidConfigurationPropertyValueException(
                        prefix(name) + ".mechanism",
                        "plain",
                        "nobody knows the passwords of its clients, allowed: users in zmq.security.plain.users, or a bean"
                                + " of type Authenticator; or, if this socket is a client, a username and a password");
            }
        });
        if (hasHandler && inForce != null) {
            LOG.warn(
                    "the handler of ZAP at " + ZAP_HANDLER + " is never asked, as the ZmqContext has an authenticator");
        }
    }

    private boolean isHandler(String name) {
        return bind(name, properties.getSockets().getOrDefault(name, new SocketProperties()))
                .contains(ZAP_HANDLER);
    }

    private static String prefix(String name) {
        return "zmq.sockets." + name + ".security";
    }
}
