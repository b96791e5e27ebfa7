package io.zmq4j.internal.socket;

import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.session.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The sessions and listeners of a socket. Any thread. When the socket closes, the last one to end tells it. */
final class Children {

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, Child> children = new LinkedHashMap<>();
    private final Runnable onLastEnded;
    private boolean closing;

    /** The reactor of all children so far, while there is only one. */
    private volatile @Nullable Reactor soleReactor;

    private boolean severalReactors;

    Children(Runnable onLastEnded) {
        this.onLastEnded = onLastEnded;
    }

    boolean adopt(Child child) {
        lock.lock();
        try {
            if (closing) {
                return false;
            }
            severalReactors |= soleReactor != null && soleReactor != child.reactor();
            soleReactor = severalReactors ? null : child.reactor();
            return children.put(child.id(), child) == null;
        } finally {
            lock.unlock();
        }
    }

    /** The one reactor that runs all connections; null when there is none, or more than one. */
    @Nullable
    Reactor soleReactor() {
        return soleReactor;
    }

    void release(Child child) {
        boolean last;
        lock.lock();
        try {
            last = children.remove(child.id(), child) && closing && children.isEmpty();
        } finally {
            lock.unlock();
        }
        if (last) {
            onLastEnded.run();
        }
    }

    /** The child of this number. */
    @Nullable
    Child find(long id) {
        lock.lock();
        try {
            return children.get(id);
        } finally {
            lock.unlock();
        }
    }

    List<Child> all() {
        lock.lock();
        try {
            return new ArrayList<>(children.values());
        } finally {
            lock.unlock();
        }
    }

    /** Ends all, and refuses new ones. */
    void close(Duration linger) {
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        List<Child> ending = all();
        if (ending.isEmpty()) {
            onLastEnded.run();
        } else {
            ending.forEach(child -> child.close(linger));
        }
    }
}
