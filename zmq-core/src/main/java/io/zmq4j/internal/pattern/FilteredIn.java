package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** Receives what a filter lets through of another inbound half, in the form that the filter gives it. */
final class FilteredIn extends ForwardingInbound {

    /** Judges one received message after the other. */
    @FunctionalInterface
    interface Filter {

        /** The message as the application gets it; null = it does not. */
        @Nullable
        Msg apply(Msg msg);
    }

    private final Inbound next;
    private final Filter filter;

    /** A message that {@link #canReceive} has found. */
    private @Nullable Msg found;

    FilteredIn(Inbound next, Filter filter) {
        super(next);
        this.next = next;
        this.filter = filter;
    }

    @Override
    public @Nullable Msg tryReceive() {
        Msg msg = found;
        if (msg != null) {
            found = null;
            return msg;
        }
        while ((msg = next.tryReceive()) != null) {
            Msg filtered = filter.apply(msg);
            if (filtered != null) {
                return filtered;
            }
        }
        return null;
    }

    @Override
    public boolean canReceive() {
        if (found == null) {
            found = tryReceive();
        }
        return found != null;
    }

    @Override
    public @Nullable Pipe expectedSource() {
        return next.expectedSource();
    }
}
