package io.zmq4j.internal.pattern;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntSupplier;

/** Composes the pattern of each socket type. */
public final class Patterns {

    private static final Set<SocketType> AVAILABLE = EnumSet.range(SocketType.PAIR, SocketType.XSUB);

    private Patterns() {}

    /**
     * @param drops told of what the pattern drops
     * @param random any int, for where numbers begin that others should not guess
     * @throws IllegalArgumentException when there is no pattern of this type
     */
    public static Pattern create(SocketType type, SocketConfig config, Drops drops, IntSupplier random) {
        return switch (type) {
            case PAIR -> new Pair(drops).pattern();
            case PUB, XPUB -> Publisher.pattern(type, config, SubscriptionLimits.DEFAULT, drops);
            case SUB, XSUB -> new XSub(type, config, drops).pattern();
            case REQ -> new Req(config, drops, random).pattern();
            case REP -> new Rep(drops).pattern();
            case DEALER -> dealer(config);
            case ROUTER -> Router.pattern(config, drops, random);
            case PULL -> Pattern.of(new FairQueue(), new NoOutbound(type));
            case PUSH -> Pattern.of(new Discard(type), new LoadBalancer());
            case STREAM, SERVER, CLIENT, RADIO, DISH, GATHER, SCATTER, DGRAM, PEER, CHANNEL ->
                throw new IllegalArgumentException("socket type " + type + " is not available, allowed: " + AVAILABLE);
        };
    }

    private static Pattern dealer(SocketConfig config) {
        Probing out = new Probing(new LoadBalancer(), config.routing().probe());
        return new Pattern(
                new FairQueue(),
                out,
                null,
                changed -> out.enable(changed.routing().probe()));
    }
}
