package io.zmq4j.internal.socket;

import io.zmq4j.ContextClosedException;
import io.zmq4j.Interest;
import io.zmq4j.Poller;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.ZmqSocket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Polls sockets, and NIO channels through a selector that is there only when one was added. Sleeping without channels is a
 * park, which a signal of any socket ends.
 */
final class SocketPoller implements Poller {

    private static final class Item {
        final SocketCore socket;
        final Set<Interest> interests;
        final Set<Interest> ready = EnumSet.noneOf(Interest.class);

        Item(SocketCore socket, Set<Interest> interests) {
            this.socket = socket;
            this.interests = interests;
        }
    }

    private final Ctx ctx;
    private final Runnable wakeUp = this::wake;

    /** Of the polling thread, but for the close. */
    private final Map<ZmqSocket, Item> items = new ConcurrentHashMap<>();

    private volatile @Nullable Selector selector;
    private volatile @Nullable Thread sleeper;
    private volatile boolean signalled;
    private volatile boolean closed;

    SocketPoller(Ctx ctx) {
        this.ctx = ctx;
    }

    @Override
    public void add(ZmqSocket socket, Interest... interests) {
        if (!(socket instanceof SocketCore core)) {
            throw new IllegalArgumentException("not a socket of this library: " + socket);
        }
        requireOpen();
        Set<Interest> wanted = EnumSet.noneOf(Interest.class);
        wanted.addAll(List.of(interests));
        items.put(socket, new Item(core, wanted));
        core.waiters().addHook(wakeUp);
    }

    @Override
    public void add(SelectableChannel channel, int ops) {
        requireOpen();
        if (channel.isBlocking()) {
            throw new IllegalArgumentException("the channel is in blocking mode, allowed: non-blocking: " + channel);
        }
        try {
            Selector current = selector;
            if (current == null) {
                current = Selector.open();
                selector = current;
            }
            SelectionKey removed = channel.keyFor(current);
            if (removed != null && !removed.isValid()) {
                current.selectNow(); // forgets the key, so that the channel may have another one
            }
            channel.register(current, ops);
        } catch (ClosedChannelException e) {
            throw new IllegalArgumentException("the channel is closed: " + channel, e);
        } catch (ClosedSelectorException e) {
            throw closedException();
        } catch (IOException e) {
            throw new ZmqException("cannot open a selector: " + e.getMessage(), e);
        }
    }

    @Override
    public void remove(ZmqSocket socket) {
        Item item = items.remove(socket);
        if (item != null) {
            item.socket.waiters().removeHook(wakeUp);
        }
    }

    @Override
    public void remove(SelectableChannel channel) {
        SelectionKey key = key(channel);
        if (key != null) {
            key.cancel();
        }
    }

    private @Nullable SelectionKey key(SelectableChannel channel) {
        Selector current = selector;
        return current == null ? null : channel.keyFor(current);
    }

    @Override
    public int poll(Duration timeout) {
        long deadline = System.nanoTime() + Deadline.nanos(timeout);
        sleeper = Thread.currentThread();
        try {
            while (true) {
                requireOpen();
                signalled = false; // before the look, so that what comes after it ends the sleep
                int ready = look() + select(0);
                long left = deadline - System.nanoTime();
                if (ready > 0 || left <= 0) {
                    return ready;
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new ZmqInterruptedException("interrupted while polling");
                }
                sleep(left);
            }
        } finally {
            sleeper = null;
        }
    }

    private void sleep(long nanos) {
        if (signalled || closed) {
            return;
        }
        ctx.sleepers().incrementAndGet();
        try {
            if (selector != null) {
                select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        } finally {
            ctx.sleepers().decrementAndGet();
        }
    }

    private int look() {
        int count = 0;
        for (Item item : items.values()) {
            item.ready.clear();
            for (Interest interest : item.interests) {
                if (item.socket.isReady(interest)) {
                    item.ready.add(interest);
                }
            }
            if (item.socket.isClosed()) {
                item.ready.addAll(EnumSet.allOf(Interest.class));
            }
            count += item.ready.isEmpty() ? 0 : 1;
        }
        return count;
    }

    private int select(long millis) {
        Selector current = selector;
        if (current == null) {
            return 0;
        }
        try {
            current.selectedKeys().clear();
            return millis == 0 ? current.selectNow() : current.select(millis);
        } catch (IOException e) {
            throw new ZmqException("cannot poll channels: " + e.getMessage(), e);
        } catch (ClosedSelectorException e) {
            throw closedException();
        }
    }

    private void wake() {
        signalled = true;
        Selector current = selector;
        if (current != null) {
            current.wakeup();
        } else {
            LockSupport.unpark(sleeper);
        }
    }

    @Override
    public boolean isReadable(ZmqSocket socket) {
        return isReady(socket, Interest.READABLE);
    }

    @Override
    public boolean isWritable(ZmqSocket socket) {
        return isReady(socket, Interest.WRITABLE);
    }

    private boolean isReady(ZmqSocket socket, Interest interest) {
        Item item = items.get(socket);
        return item != null && item.ready.contains(interest);
    }

    @Override
    public int readyOps(SelectableChannel channel) {
        SelectionKey key = key(channel);
        Selector current = selector;
        return key != null
                        && key.isValid()
                        && current != null
                        && current.selectedKeys().contains(key)
                ? key.readyOps()
                : 0;
    }

    private void requireOpen() {
        if (closed) {
            throw closedException();
        }
    }

    private static ContextClosedException closedException() {
        return new ContextClosedException("the poller is closed");
    }

    @Override
    public void close() {
        closed = true;
        ctx.forget(this);
        items.keySet().forEach(this::remove); // a socket that lives on must not keep this poller
        wake();
        Selector current = selector;
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                throw new ZmqException("cannot close the selector: " + e.getMessage(), e);
            }
        }
    }
}
