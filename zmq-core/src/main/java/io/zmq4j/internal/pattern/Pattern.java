package io.zmq4j.internal.pattern;

import io.zmq4j.SocketConfig;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What makes a socket one of its type.
 *
 * @param subscriptions null where the application cannot subscribe
 * @param reconfigure takes over what may change of the options while the socket lives
 */
public record Pattern(
        Inbound in, Outbound out, @Nullable Subscriptions subscriptions, Consumer<SocketConfig> reconfigure) {

    /** A pattern without subscriptions or options. */
    static Pattern of(Inbound in, Outbound out) {
        return new Pattern(in, out, null, config -> {});
    }
}
