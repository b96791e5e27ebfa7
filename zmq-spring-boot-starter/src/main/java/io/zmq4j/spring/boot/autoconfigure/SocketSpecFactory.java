package io.zmq4j.spring.boot.autoconfigure;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XSUB;

import io.zmq4j.ContextConfig;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.ZmqSocketSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Makes socket specifications of {@link ZmqProperties}; whatever does not fit is reported with its property. */
final class SocketSpecFactory {

    /**
     * What a service wants of its sockets, where the core keeps to libzmq: bounded sends, dead peers found, a size
     * limit.
     */
    static final SocketConfig STARTER_DEFAULTS = SocketConfig.builder()
            .linger(Duration.ofSeconds(1))
            .sendTimeout(Duration.ofSeconds(5))
            .reconnectInterval(Duration.ofMillis(100))
            .reconnectMaxInterval(Duration.ofSeconds(5))
            .heartbeatInterval(Duration.ofSeconds(10))
            .heartbeatTimeout(Duration.ofSeconds(30))
            .handshakeTimeout(Duration.ofSeconds(30))
            .maxMessageSize(64L << 20)
            .build();

    private static final Set<SocketType> TYPES = EnumSet.allOf(SocketType.class);

    private final int ioThreads;
    private final SocketConfig defaults;
    private final TlsBundles bundles;

    /** @param context settles what sockets do that say nothing of it */
    SocketSpecFactory(ContextConfig context, SocketOptions options, TlsBundles bundles) {
        this.bundles = bundles;
        this.ioThreads = context.ioThreads();
        SocketConfig inherited = context.socketDefaults();
        OptionAssembler assembler = new OptionAssembler(
                STARTER_DEFAULTS.toBuilder()
                        .linger(inherited.linger())
                        .ipv6(inherited.tcp().ipv6())
                        .build(),
                bundles);
        assembler.apply("zmq.defaults", options);
        checkAffinity("zmq.defaults", options.getAffinity());
        defaults = assembler.build();
    }

    /** The specification of a socket that is declared by the property of this name. */
    ZmqSocketSpec create(String name, SocketProperties socket, SecurityResolver security) {
        String prefix = "zmq.sockets." + name;
        if (!name.matches("[^/\\s]+")) {
            throw invalid(
                    prefix, name, "the name of a socket has no '/', which separates it from a topic, and no blanks");
        }
        SocketType type = socket.getType();
        if (type == null) {
            throw invalid(prefix + ".type", null, "it is missing, allowed: " + TypeOptions.names(TYPES));
        }
        List<String> bind = security.bind(name, socket);
        List<String> connect = security.connect(name, socket);
        Map<String, String> named = NamedPeers.of(prefix, type, security.connectAs(name, socket), connect);
        if (bind.isEmpty() && connect.isEmpty() && named.isEmpty()) {
            throw invalid(
                    prefix + ".bind",
                    null,
                    "neither " + prefix + ".bind nor " + prefix
                            + ".connect is set, allowed: an endpoint in either or both");
        }
        checkEndpoints(prefix + ".bind", bind, true);
        checkEndpoints(prefix + ".connect", connect, false);
        FrameMode frames = socket.getFrames() == null ? FrameMode.defaultFor(type) : socket.getFrames();
        boolean delimiter = socket.getCompat().emptyDelimiter();
        if (delimiter && !frames.hasTopic() && type != DEALER) {
            throw invalid(
                    prefix + ".compat.empty-delimiter",
                    true,
                    "a socket of type " + TypeOptions.lower(type) + " with frames " + TypeOptions.lower(frames)
                            + " has no such delimiter, allowed:" + " a frame mode with a topic, or type dealer");
        }
        List<String> peers = new ArrayList<>(connect);
        peers.addAll(named.keySet());
        SocketConfig config = config(name, type, socket, security);
        try {
            return new ZmqSocketSpec(name, type, bind, peers, socket.getSubscribe(), frames, delimiter, config, named);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    "zmq.sockets." + name, TypeOptions.lower(type), String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The specification of a socket that is declared elsewhere, as by an annotation.
     *
     * @throws IllegalArgumentException when the parts do not fit together
     */
    ZmqSocketSpec inline(String name, SocketType type, List<String> bind, List<String> connect) {
        bind.forEach(endpoint -> requireSyntax("bind", endpoint, EndpointSyntax.fault(endpoint, true)));
        connect.forEach(endpoint -> requireSyntax("connect", endpoint, EndpointSyntax.fault(endpoint, false)));
        return ZmqSocketSpec.builder(name, type)
                .bind(bind.toArray(String[]::new))
                .connect(connect.toArray(String[]::new))
                .config(defaultsFor(type))
                .build();
    }

    /** Refuses a socket with an endpoint over TLS and without keys and trust for it. */
    static void requireTls(ZmqSocketSpec spec) {
        if (spec.config().tls().context() == null) {
            Stream.concat(spec.bind().stream(), spec.connect().stream())
                    .filter(endpoint -> endpoint.startsWith("tls:") || endpoint.startsWith("wss:"))
                    .findFirst()
                    .ifPresent(endpoint -> {
                        throw invalid(
                                "zmq.sockets." + spec.name() + ".tls.bundle",
                                null,
                                "it is missing, and " + endpoint
                                        + " needs it, allowed: the name of a bundle below spring.ssl.bundle");
                    });
        }
    }

    private static void requireSyntax(String part, String endpoint, @Nullable String fault) {
        if (fault != null) {
            throw new IllegalArgumentException(part + " is '" + endpoint + "': " + fault);
        }
    }

    private SocketConfig defaultsFor(SocketType type) {
        return type == ROUTER ? defaults.toBuilder().routerMandatory(true).build() : defaults;
    }

    private SocketConfig config(String name, SocketType type, SocketProperties socket, SecurityResolver security) {
        String prefix = "zmq.sockets." + name;
        OptionAssembler assembler = new OptionAssembler(defaultsFor(type), bundles);
        TypeOptions options = new TypeOptions(assembler, prefix, type);
        if (!socket.getSubscribe().isEmpty()) {
            options.require("subscribe", socket.getSubscribe(), SUB, XSUB, DISH);
        }
        if (Boolean.TRUE.equals(socket.getConflate())) {
            options.require("conflate", true, PUB, SUB, PUSH, PULL, DEALER);
        }
        assembler.apply(prefix, socket);
        checkAffinity(prefix, socket.getAffinity());
        options.apply(socket);
        security.apply(name, assembler);
        return assembler.build();
    }

    private void checkAffinity(String prefix, @Nullable Long affinity) {
        long all = ioThreads >= Long.SIZE ? -1 : (1L << ioThreads) - 1;
        if (affinity != null && affinity != 0 && (affinity & all) == 0) {
            throw invalid(
                    prefix + ".affinity",
                    affinity,
                    "it allows no io thread that is there, allowed: 0, or a bit from 0 to " + (ioThreads - 1)
                            + ", as zmq.context.io-threads is " + ioThreads);
        }
    }

    private static void checkEndpoints(String key, List<String> endpoints, boolean bind) {
        for (int i = 0; i < endpoints.size(); i++) {
            String fault = EndpointSyntax.fault(endpoints.get(i), bind);
            if (fault != null) {
                throw invalid(endpoints.size() == 1 ? key : key + "[" + i + "]", endpoints.get(i), fault);
            }
        }
    }

    private static InvalidConfigurationPropertyValueException invalid(
            String key, @Nullable Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(key, value, reason);
    }
}
