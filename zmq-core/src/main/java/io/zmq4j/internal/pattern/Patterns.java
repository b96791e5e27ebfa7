package io.zmq4j.internal.pattern;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import java.util.function.IntSupplier;

/** Composes the pattern of each socket type. */
public final class Patterns {

    private Patterns() {}

    /**
     * @param drops told of what the pattern drops
     * @param random any int, for where numbers begin that others should not guess
     */
    public static Pattern create(SocketType type, SocketConfig config, Drops drops, IntSupplier random) {
        return switch (type) {
            case PAIR -> new Pair(drops).pattern();
            case PUB, XPUB -> Publisher.pattern(type, config, drops);
            case SUB, XSUB -> new XSub(type, config, drops).pattern();
            case REQ -> new Req(config, drops, random).pattern();
            case REP -> new Rep(drops).pattern();
            case DEALER -> dealer(config);
            case ROUTER -> Router.pattern(config, drops, random);
            case PULL -> Pattern.of(new FairQueue(), new NoOutbound(type));
            case PUSH -> Pattern.of(new Discard(type, drops), new LoadBalancer());
            case SERVER, PEER -> Server.pattern(type, drops, random);
            case CLIENT ->
                Pattern.of(SingleFrame.in(new FairQueue(), drops), SingleFrame.out(type, new LoadBalancer()));
            case RADIO -> Radio.pattern(config, drops);
            case DISH -> Dish.pattern(drops);
            case GATHER -> Pattern.of(SingleFrame.in(new FairQueue(), drops), new NoOutbound(type));
            case SCATTER -> Pattern.of(new Discard(type, drops), SingleFrame.out(type, new LoadBalancer()));
            case CHANNEL -> channel(drops);
            case STREAM -> Stream.pattern(config, drops, random);
            case DGRAM -> Dgram.pattern(drops);
        };
    }

    private static Pattern channel(Drops drops) {
        Pattern pair = new Pair(drops).pattern();
        return Pattern.of(SingleFrame.in(pair.in(), drops), SingleFrame.out(SocketType.CHANNEL, pair.out()));
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
