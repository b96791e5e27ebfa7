package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** Receives from all pipes that have something, one message of each in turn. */
final class FairQueue implements Inbound {

    private final PipeList pipes = new PipeList(PipeList.Side.IN);
    private @Nullable Pipe source;

    @Override
    public void attach(Pipe pipe) {
        pipes.add(pipe);
    }

    @Override
    public void detach(Pipe pipe) {
        pipes.remove(pipe);
        if (source == pipe) {
            source = null;
        }
    }

    @Override
    public void readable(Pipe pipe) {
        pipes.activate(pipe);
    }

    @Override
    public @Nullable Msg tryReceive() {
        Pipe pipe;
        while ((pipe = pipes.current()) != null) {
            Msg msg = pipe.read(); // may detach this pipe or others
            if (msg != null) {
                if (source != pipe) { // a store that is not needed is not free: it marks cards
                    source = pipe;
                }
                pipes.served(pipe);
                return msg;
            }
            pipes.deactivate(pipe);
        }
        return null;
    }

    @Override
    public boolean canReceive() {
        Pipe pipe;
        while ((pipe = pipes.current()) != null) {
            if (pipe.canRead()) {
                return true;
            }
            pipes.deactivate(pipe);
        }
        return false;
    }

    @Override
    public @Nullable Pipe expectedSource() {
        Pipe last = source;
        return last != null && last.isLocal() && pipes.active() <= 1 ? last : null;
    }

    /** The pipe of the message that {@link #tryReceive} returned last; null once that pipe is detached. */
    @Nullable
    Pipe source() {
        return source;
    }
}
