package io.zmq4j.internal.reactor;

/** A thread that polls a {@link Reactor} while it waits for something of its own. */
public interface Leader {

    /** Whether it need not wait any longer. Any thread; costs no more than some reads. */
    boolean mayLeave();

    /** Whose signals it waits for. Any thread. */
    Signaler source();
}
