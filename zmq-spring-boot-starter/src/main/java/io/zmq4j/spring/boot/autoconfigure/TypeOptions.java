package io.zmq4j.spring.boot.autoconfigure;

import static io.zmq4j.SocketType.CLIENT;
import static io.zmq4j.SocketType.DEALER;
import static io.zmq4j.SocketType.DGRAM;
import static io.zmq4j.SocketType.DISH;
import static io.zmq4j.SocketType.PEER;
import static io.zmq4j.SocketType.PUB;
import static io.zmq4j.SocketType.RADIO;
import static io.zmq4j.SocketType.REP;
import static io.zmq4j.SocketType.REQ;
import static io.zmq4j.SocketType.ROUTER;
import static io.zmq4j.SocketType.SERVER;
import static io.zmq4j.SocketType.STREAM;
import static io.zmq4j.SocketType.SUB;
import static io.zmq4j.SocketType.XPUB;
import static io.zmq4j.SocketType.XSUB;

import io.zmq4j.RouterNotify;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Puts options that only some types have into an {@link OptionAssembler}; on a socket of another type they are refused. */
final class TypeOptions {

    private final OptionAssembler assembler;
    private final SocketConfigBuilder builder;
    private final String prefix;
    private final SocketType type;

    /** @param prefix of the keys of one socket, as zmq.sockets.name */
    TypeOptions(OptionAssembler assembler, String prefix, SocketType type) {
        this.assembler = assembler;
        this.builder = assembler.builder();
        this.prefix = prefix;
        this.type = type;
    }

    void apply(SocketProperties socket) {
        set("routing-id", socket.getRoutingId(), id -> builder.routingId(id), REQ, DEALER, ROUTER, REP);
        set("probe-router", socket.getProbeRouter(), builder::probeRouter, REQ, DEALER, ROUTER);
        set("invert-matching", socket.getInvertMatching(), builder::invertMatching, PUB, XPUB, SUB);
        set("only-first-subscribe", socket.getOnlyFirstSubscribe(), builder::onlyFirstSubscribe, XPUB, XSUB);
        messages(socket);
        router(socket.getRouter());
        set("req.correlate", socket.getReq().correlate(), builder::reqCorrelate, REQ);
        set("req.relaxed", socket.getReq().relaxed(), builder::reqRelaxed, REQ);
        xpub(socket.getXpub());
        set("xsub.verbose-unsubscribe", socket.getXsub().verboseUnsubscribe(), builder::xsubVerboseUnsubscribe, XSUB);
        set("stream.notify-peers", socket.getStream().notifyPeers(), builder::streamNotify, STREAM);
        set("multicast.hops", socket.getMulticast().hops(), builder::multicastHops, RADIO, DISH, DGRAM);
        set("multicast.loop", socket.getMulticast().loop(), builder::multicastLoop, RADIO, DISH, DGRAM);
    }

    private void messages(SocketProperties socket) {
        set(
                "hello-message",
                socket.getHelloMessage(),
                text -> builder.helloMessage(text),
                ROUTER,
                DEALER,
                CLIENT,
                SERVER,
                PEER);
        set(
                "disconnect-message",
                socket.getDisconnectMessage(),
                text -> builder.disconnectMessage(text),
                ROUTER,
                SERVER,
                PEER);
        set("hiccup-message", socket.getHiccupMessage(), text -> builder.hiccupMessage(text), DEALER, CLIENT, PEER);
    }

    private void router(SocketProperties.Router router) {
        set("router.mandatory", router.mandatory(), builder::routerMandatory, ROUTER);
        set("router.handover", router.handover(), builder::routerHandover, ROUTER);
        if (router.notifyPeers() != null && router.notifyOf() != null) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + ".router.notify-of",
                    router.notifyOf(),
                    prefix + ".router.notify-peers is set as well, allowed: one of both");
        }
        set("router.notify-peers", router.notifyPeers(), on -> builder.routerNotify((boolean) on), ROUTER);
        set("router.notify-of", router.notifyOf(), of -> builder.routerNotify(of.toArray(RouterNotify[]::new)), ROUTER);
    }

    private void xpub(SocketProperties.Xpub xpub) {
        set("xpub.verbose", xpub.verbose(), builder::xpubVerbose, XPUB);
        set("xpub.verboser", xpub.verboser(), builder::xpubVerboser, XPUB);
        set("xpub.manual", xpub.manual(), builder::xpubManual, XPUB);
        set("xpub.manual-last-value", xpub.manualLastValue(), builder::xpubManualLastValue, XPUB);
        set("xpub.no-drop", xpub.noDrop(), builder::xpubNoDrop, XPUB, PUB, RADIO);
        set("xpub.welcome", xpub.welcome(), text -> builder.xpubWelcome(text), XPUB);
    }

    private <T> void set(String key, @Nullable T value, Consumer<T> setter, SocketType... allowed) {
        if (value != null) {
            require(key, value, allowed);
            assembler.set(prefix + "." + key, value, setter);
        }
    }

    /** Refuses what is set though only these types have it. */
    void require(String key, Object value, SocketType... allowed) {
        if (!Set.of(allowed).contains(type)) {
            throw new InvalidConfigurationPropertyValueException(
                    prefix + "." + key,
                    value,
                    "a socket of type " + lower(type) + " does not have this option, allowed: only on "
                            + names(Set.of(allowed)));
        }
    }

    /** Types as they are written in properties. */
    static Set<String> names(Set<SocketType> types) {
        Set<String> names = new TreeSet<>();
        types.forEach(type -> names.add(lower(type)));
        return names;
    }

    /** A constant as it is written in properties. */
    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
