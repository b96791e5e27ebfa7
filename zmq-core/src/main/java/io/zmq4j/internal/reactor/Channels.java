package io.zmq4j.internal.reactor;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/** The channels of a {@link Reactor} and the selector that waits for them, which is replaced when it is broken. */
final class Channels {

    /** Empty early returns of the selector in a row after which it is taken for broken. */
    private static final int SPINS_UNTIL_BROKEN = 512;

    private final FailureHandler failures;
    private volatile Selector selector = open();

    // -- who polls --
    private int spins;

    Channels(FailureHandler failures) {
        this.failures = failures;
    }

    private static Selector open() {
        try {
            return Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector: " + e.getMessage(), e);
        }
    }

    /** Inside only. */
    SelectionKey register(SelectableChannel channel, int ops) throws ClosedChannelException {
        return channel.register(selector, ops);
    }

    /** Ends the wait of who polls, or its next one. Any thread. */
    void wakeUp() {
        selector.wakeup();
    }

    /** Who polls. Calls the action for every channel that is ready, after waiting this long for one. */
    int select(long millis, Consumer<SelectionKey> action) throws IOException {
        return millis == 0 ? selector.selectNow(action) : selector.select(action, millis);
    }

    /** Who polls. A wait has ended; whether there were so many for no reason that the selector must be broken. */
    boolean isBrokenAfterWait(boolean forNoReason) {
        spins = forNoReason ? spins + 1 : 0;
        return spins == SPINS_UNTIL_BROKEN;
    }

    /** Inside only. Tells the handler of a channel that this is ready; what it throws ends the channel, not the reactor. */
    void serve(SelectionKey key) {
        IoHandler handler = ((IoHandle) key.attachment()).handler;
        try {
            handler.onReady(key.readyOps());
        } catch (CancelledKeyException e) {
            fail(handler, e);
        } catch (Throwable e) {
            failures.onFailure(handler, e);
            fail(handler, e);
        }
    }

    private void fail(IoHandler handler, Throwable failure) {
        try {
            handler.onFailure(failure);
        } catch (Throwable again) {
            failures.onFailure(handler, again);
        }
    }

    /** Who polls, inside. Moves all channels to a new selector. */
    void replaceSelector() {
        Selector old = selector;
        Selector fresh = open();
        for (SelectionKey key : old.keys()) {
            if (!key.isValid()) {
                continue; // its channel is closed, and only not deregistered yet
            }
            IoHandle handle = (IoHandle) key.attachment();
            try {
                handle.movedTo(key.channel().register(fresh, handle.ops(), handle));
            } catch (ClosedChannelException e) {
                fail(handle.handler, e);
            }
        }
        selector = fresh;
        spins = 0;
        closeQuietly(old);
    }

    /** Who polls. Closes the selector and every channel, as without it nobody will ever serve them. */
    void close() {
        selector.keys().forEach(key -> closeQuietly(key.channel()));
        closeQuietly(selector);
    }

    private void closeQuietly(Closeable old) {
        try {
            old.close();
        } catch (IOException e) {
            failures.onFailure(this, e);
        }
    }
}
