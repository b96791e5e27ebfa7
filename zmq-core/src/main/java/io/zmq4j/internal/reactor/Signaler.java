package io.zmq4j.internal.reactor;

/** Wakes the owner of a mailbox if it sleeps. */
@FunctionalInterface
public interface Signaler {

    /** Any thread. Cheap when the owner is awake. */
    void signal();
}
