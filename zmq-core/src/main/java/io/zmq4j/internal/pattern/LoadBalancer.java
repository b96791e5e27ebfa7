package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/** Sends to all pipes that have room in turn; false when none has. */
final class LoadBalancer implements Outbound {

    private final PipeList pipes = new PipeList(PipeList.Side.OUT);
    private @Nullable Pipe target;

    @Override
    public void attach(Pipe pipe) {
        pipes.add(pipe);
        pipes.activate(pipe);
    }

    @Override
    public void detach(Pipe pipe) {
        pipes.remove(pipe);
        if (target == pipe) {
            target = null;
        }
    }

    @Override
    public void writable(Pipe pipe) {
        pipes.activate(pipe);
    }

    @Override
    public boolean trySend(Msg msg) {
        Pipe pipe;
        while ((pipe = pipes.current()) != null) {
            if (pipe.write(msg)) {
                pipe.flush();
                if (target != pipe) {
                    target = pipe;
                }
                pipes.served(pipe);
                return true;
            }
            pipes.deactivate(pipe);
        }
        return false;
    }

    @Override
    public boolean canSend() {
        Pipe pipe;
        while ((pipe = pipes.current()) != null) {
            if (pipe.canWrite()) {
                return true;
            }
            pipes.deactivate(pipe);
        }
        return false;
    }

    /** The pipe that got the last message; null once that pipe is detached. */
    @Nullable
    Pipe target() {
        return target;
    }
}
