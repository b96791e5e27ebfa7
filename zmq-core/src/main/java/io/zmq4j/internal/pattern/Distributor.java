package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.Subscription;

/**
 * Sends the same message to many pipes and drops it for those that are full. Which ones is said anew for each message:
 * {@link #clear}, {@link #match} each of them, then {@link #send}. The active pipes of the list are the matching ones, so
 * a pipe that matches twice counts once, and those that do not match cost nothing.
 */
final class Distributor {

    private final PipeList pipes = new PipeList(PipeList.Side.OUT);
    private final Drops drops;

    Distributor(Drops drops) {
        this.drops = drops;
    }

    void attach(Pipe pipe) {
        pipes.add(pipe);
    }

    void detach(Pipe pipe) {
        pipes.remove(pipe);
    }

    void clear() {
        pipes.deactivateAll();
    }

    void match(Pipe pipe) {
        pipes.activate(pipe);
    }

    /** How many pipes match, or with {@code inverted} do not. */
    int count(boolean inverted) {
        return end(inverted) - begin(inverted);
    }

    /** Whether every matching pipe, or with {@code inverted} every other one, has room. */
    boolean canSend(boolean inverted) {
        int end = end(inverted);
        for (int i = begin(inverted); i < end; i++) {
            Pipe pipe = pipes.get(i);
            if (!pipe.canWrite() && pipe.isOpen()) {
                return false;
            }
        }
        return true;
    }

    /** Sends to every matching pipe, or with {@code inverted} to every other one. */
    void send(Msg msg, boolean inverted) {
        int full = 0;
        int end = end(inverted);
        for (int i = begin(inverted); i < end; i++) {
            Pipe pipe = pipes.get(i);
            if (pipe.write(msg)) {
                pipe.flush();
            } else if (pipe.isOpen()) {
                full++;
            }
        }
        if (full > 0) {
            drops.count(DropReason.HWM, full);
        }
    }

    void sendToAll(Msg msg) {
        clear();
        send(msg, true);
    }

    void sendToAll(Subscription subscription) {
        for (int i = 0; i < pipes.size(); i++) {
            Pipe pipe = pipes.get(i);
            pipe.write(subscription);
            pipe.flush();
        }
    }

    private int begin(boolean inverted) {
        return inverted ? pipes.active() : 0;
    }

    private int end(boolean inverted) {
        return inverted ? pipes.size() : pipes.active();
    }
}
