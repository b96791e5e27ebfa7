package io.zmq4j.internal.reactor;

/** Whoever owns a channel that is registered with a {@link Reactor}. Called by the thread that runs the reactor. */
public interface IoHandler {

    /** The channel is ready for these {@link java.nio.channels.SelectionKey} operations. */
    void onReady(int readyOps);

    /** {@link #onReady} threw; close the channel and release what belongs to it. */
    void onFailure(Throwable failure);
}
