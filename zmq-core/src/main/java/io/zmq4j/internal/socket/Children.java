package io.zmq4j.internal.socket;

import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.session.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The sessions and listeners of a socket. Any thread. When the socket closes, the last one to end tells it. */
final class Children {

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Child> children = new LinkedHashSet<>();
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
            return children.add(child);
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
            last = children.remove(child) && closing && children.isEmpty();
        } finally {
            lock.unlock();
        }
        if (last) {
            onLastEnded.run();
        }
    }

    List<Child> all() {
        lock.lock();
        try {
            return new ArrayList<>(children);
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
