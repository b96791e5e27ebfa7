package io.zmq4j.internal.reactor;

/** Something to do on the owner of its receiver. A record, nested in its receiver, so that it prints what it is. */
@FunctionalInterface
public interface Command {

    /** Runs on the owner's thread. A receiver that is closed by now releases what the command carries. */
    void execute();
}
