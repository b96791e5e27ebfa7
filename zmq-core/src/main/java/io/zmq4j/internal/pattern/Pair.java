package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Pipe;
import org.jspecify.annotations.Nullable;

/**
 * PAIR, RFC 31: one peer at a time. The pipe of a second one is closed at once; a new one is accepted when the first is
 * gone and everything was read of what it had sent.
 */
final class Pair {

    private final Drops drops;
    private @Nullable Pipe only;
    private boolean readable;
    private boolean peerOpen;

    Pair(Drops drops) {
        this.drops = drops;
    }

    Pattern pattern() {
        return Pattern.of(new In(), new Out());
    }

    private final class In implements Inbound {

        @Override
        public void attach(Pipe pipe) {
            Pipe before = only;
            if (before != null && before != pipe && !peerOpen) {
                // finds the end of the pipe, and so detaches it, if everything before it was read
                before.canRead();
            }
            if (only == null) {
                only = pipe;
                readable = false;
                peerOpen = true;
            } else if (only != pipe) {
                drops.close(pipe);
            }
        }

        @Override
        public void detach(Pipe pipe) {
            if (only == pipe) {
                only = null;
            }
        }

        @Override
        public void readable(Pipe pipe) {
            readable |= only == pipe;
        }

        @Override
        public @Nullable Msg tryReceive() {
            Pipe pipe = only;
            if (pipe == null || !readable) {
                return null;
            }
            Msg msg = pipe.read();
            readable = msg != null;
            return msg;
        }

        @Override
        public boolean canReceive() {
            Pipe pipe = only;
            readable = pipe != null && readable && pipe.canRead();
            return readable;
        }

        @Override
        public @Nullable Pipe expectedSource() {
            Pipe pipe = only;
            return pipe != null && pipe.isLocal() ? pipe : null;
        }
    }

    private final class Out implements Outbound {

        /** Nothing to do: the inbound half decides which pipe it is. */
        @Override
        public void attach(Pipe pipe) {}

        @Override
        public void detach(Pipe pipe) {
            if (only == pipe) {
                peerOpen = false;
            }
        }

        @Override
        public void writable(Pipe pipe) {}

        @Override
        public boolean trySend(Msg msg) {
            Pipe pipe = only;
            if (pipe == null || !peerOpen || !pipe.write(msg)) {
                return false;
            }
            pipe.flush();
            return true;
        }

        @Override
        public boolean canSend() {
            return only != null && peerOpen && only.canWrite();
        }
    }
}
