package io.zmq4j.spring.boot.autoconfigure;

import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.PULL;
import static io.zmq4j.SocketType.PUSH;
import static io.zmq4j.SocketType.REP;
import static io.zmq4j.SocketType.REQ;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.ZmqSocketSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
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

    private final SocketConfig defaults;

    SocketSpecFactory(SocketOptions options) {
        OptionAssembler assembler = new OptionAssembler(STARTER_DEFAULTS);
        assembler.apply("zmq.defaults", options);
        defaults = assembler.build();
    }

    /** The specification of a socket that is declared by the property of this name. */
    ZmqSocketSpec create(String name, SocketProperties socket) {
        String prefix = "zmq.sockets." + name;
        if (!name.matches("[^/\\s]+")) {
            throw invalid(
                    prefix, name, "the name of a socket has no '/', which separates it from a topic, and no blanks");
        }
        SocketType type = socket.getType();
        if (type == null) {
            throw invalid(prefix + ".type", null, "it is missing, allowed: " + types(Set.of(SocketType.values())));
        }
        if (socket.getBind().isEmpty() && socket.getConnect().isEmpty()) {
            throw invalid(
                    prefix + ".bind",
                    null,
                    "neither " + prefix + ".bind nor " + prefix
                            + ".connect is set, allowed: an endpoint in either or both");
        }
        checkEndpoints(prefix + ".bind", socket.getBind(), true);
        checkEndpoints(prefix + ".connect", socket.getConnect(), false);
        if (!socket.getSubscribe().isEmpty()) {
            only(prefix + ".subscribe", socket.getSubscribe(), type, SUB, XSUB, DISH);
        }
        FrameMode frames = socket.getFrames() == null ? FrameMode.defaultFor(type) : socket.getFrames();
        boolean delimiter = socket.getCompat().emptyDelimiter();
        if (delimiter && !frames.hasTopic() && type != DEALER) {
            throw invalid(
                    prefix + ".compat.empty-delimiter",
                    true,
                    "a socket of type " + lower(type) + " with frames " + lower(frames)
                            + " has no such delimiter, allowed:" + " a frame mode with a topic, or type dealer");
        }
        return specification(name, socket, type, frames, config(prefix, type, socket));
    }

    private static ZmqSocketSpec specification(
            String name, SocketProperties socket, SocketType type, FrameMode frames, SocketConfig config) {
        boolean delimiter = socket.getCompat().emptyDelimiter();
        try {
            return new ZmqSocketSpec(
                    name,
                    type,
                    socket.getBind(),
                    socket.getConnect(),
                    socket.getSubscribe(),
                    frames,
                    delimiter,
                    config);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    "zmq.sockets." + name, lower(type), String.valueOf(e.getMessage()), e);
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

    private static void requireSyntax(String part, String endpoint, @Nullable String fault) {
        if (fault != null) {
            throw new IllegalArgumentException(part + " is '" + endpoint + "': " + fault);
        }
    }

    private SocketConfig defaultsFor(SocketType type) {
        return type == ROUTER ? defaults.toBuilder().routerMandatory(true).build() : defaults;
    }

    private SocketConfig config(String prefix, SocketType type, SocketProperties socket) {
        if (Boolean.TRUE.equals(socket.getConflate())) {
            only(prefix + ".conflate", true, type, PUB, SUB, PUSH, PULL, DEALER);
        }
        OptionAssembler assembler = new OptionAssembler(defaultsFor(type));
        assembler.apply(prefix, socket);
        set(
                assembler,
                prefix + ".routing-id",
                socket.getRoutingId(),
                type,
                id -> assembler.builder().routingId(id),
                REQ,
                DEALER,
                ROUTER,
                REP);
        set(
                assembler,
                prefix + ".invert-matching",
                socket.getInvertMatching(),
                type,
                assembler.builder()::invertMatching,
                PUB,
                XPUB,
                SUB);
        set(
                assembler,
                prefix + ".probe-router",
                socket.getProbeRouter(),
                type,
                assembler.builder()::probeRouter,
                REQ,
                DEALER,
                ROUTER);
        SocketProperties.Router router = socket.getRouter();
        set(
                assembler,
                prefix + ".router.mandatory",
                router.mandatory(),
                type,
                assembler.builder()::routerMandatory,
                ROUTER);
        set(
                assembler,
                prefix + ".router.handover",
                router.handover(),
                type,
                assembler.builder()::routerHandover,
                ROUTER);
        set(
                assembler,
                prefix + ".router.notify-peers",
                router.notifyPeers(),
                type,
                assembler.builder()::routerNotify,
                ROUTER);
        SocketProperties.Req req = socket.getReq();
        set(assembler, prefix + ".req.correlate", req.correlate(), type, assembler.builder()::reqCorrelate, REQ);
        set(assembler, prefix + ".req.relaxed", req.relaxed(), type, assembler.builder()::reqRelaxed, REQ);
        SocketProperties.Xpub xpub = socket.getXpub();
        set(assembler, prefix + ".xpub.verbose", xpub.verbose(), type, assembler.builder()::xpubVerbose, XPUB);
        set(assembler, prefix + ".xpub.verboser", xpub.verboser(), type, assembler.builder()::xpubVerboser, XPUB);
        set(assembler, prefix + ".xpub.manual", xpub.manual(), type, assembler.builder()::xpubManual, XPUB);
        set(assembler, prefix + ".xpub.no-drop", xpub.noDrop(), type, assembler.builder()::xpubNoDrop, XPUB, PUB);
        set(
                assembler,
                prefix + ".xpub.welcome",
                xpub.welcome(),
                type,
                text -> assembler.builder().xpubWelcome(text),
                XPUB);
        return assembler.build();
    }

    private static <T> void set(
            OptionAssembler assembler,
            String key,
            @Nullable T value,
            SocketType type,
            Consumer<T> setter,
            SocketType... allowed) {
        if (value != null) {
            only(key, value, type, allowed);
            assembler.set(key, value, setter);
        }
    }

    private static void only(String key, Object value, SocketType type, SocketType... allowed) {
        if (!Set.of(allowed).contains(type)) {
            throw invalid(
                    key,
                    value,
                    "a socket of type " + lower(type) + " does not have this option, allowed: only on "
                            + types(Set.of(allowed)));
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

    private static Set<String> types(Set<SocketType> types) {
        Set<String> names = new TreeSet<>();
        types.forEach(type -> names.add(lower(type)));
        return names;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static InvalidConfigurationPropertyValueException invalid(
            String key, @Nullable Object value, String reason) {
        return new InvalidConfigurationPropertyValueException(key, value, reason);
    }
}
