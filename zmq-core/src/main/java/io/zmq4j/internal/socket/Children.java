package io.zmq4j.internal.socket;

import io.zmq4j.internal.session.Child;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The sessions and listeners of a socket. Any thread. When the socket closes, the last one to end tells it. */
final class Children {

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Child> children = new LinkedHashSet<>();
    private final Runnable onLastEnded;
    private boolean closing;

    Children(Runnable onLastEnded) {
        this.onLastEnded = onLastEnded;
    }

    boolean adopt(Child child) {
        lock.lock();
        try {
            return !closing && children.add(child);
        } finally {
            lock.unlock();
        }
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
