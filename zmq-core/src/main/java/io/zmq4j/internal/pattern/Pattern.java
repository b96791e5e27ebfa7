package io.zmq4j.internal.pattern;

import io.zmq4j.SocketConfig;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What makes a socket one of its type.
 *
 * @param subscriptions null where the application cannot subscribe
 * @param groups null where the application cannot join groups
 * @param peers null where peers have no numbers
 * @param reconfigure takes over what may change of the options while the socket lives
 */
public record Pattern(
        Inbound in,
        Outbound out,
        @Nullable Subscriptions subscriptions,
        @Nullable Groups groups,
        @Nullable NumberedPeers peers,
        Consumer<SocketConfig> reconfigure) {

    Pattern(Inbound in, Outbound out, @Nullable Subscriptions subscriptions, Consumer<SocketConfig> reconfigure) {
        this(in, out, subscriptions, null, null, reconfigure);
    }

    /** A pattern without subscriptions or options. */
    static Pattern of(Inbound in, Outbound out) {
        return new Pattern(in, out, null, config -> {});
    }
}
