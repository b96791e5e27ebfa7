package io.zmq4j.internal.reactor;

import java.nio.channels.SelectionKey;

/** A channel's registration with a {@link Reactor}. It stays valid when the reactor replaces its selector. */
public final class IoHandle {

    private final Reactor reactor;
    final IoHandler handler;
    private SelectionKey key;
    private int ops;

    IoHandle(Reactor reactor, IoHandler handler, SelectionKey key, int ops) {
        this.reactor = reactor;
        this.handler = handler;
        this.key = key;
        this.ops = ops;
    }

    void movedTo(SelectionKey newKey) {
        key = newKey;
    }

    int ops() {
        return ops;
    }

    /** Owner only. Waits for this operation too. */
    public void enable(int op) {
        interest(ops | op);
    }

    /** Owner only. Waits for this operation no longer. */
    public void disable(int op) {
        interest(ops & ~op);
    }

    private void interest(int newOps) {
        if (newOps != ops) {
            ops = newOps;
            key.interestOps(newOps);
            reactor.onChannelChanged();
        }
    }
}
