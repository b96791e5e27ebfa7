package io.zmq4j.internal.socket;

import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Signaler;
import java.util.Arrays;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who sleeps until something happens to a socket: threads that wait in a call, and the wake-up hooks of pollers and loops. A
 * signal wakes all of them, and each looks for itself. Registrations change under the socket's guard; signals come from any
 * thread.
 */
final class Waiters implements Signaler {

    private static final Thread[] NO_THREADS = {};

    /** The common case of one thread, without an array. */
    private volatile @Nullable Thread first;

    private volatile Thread[] others = NO_THREADS;
    private volatile @Nullable Reactor reactor;
    private final CopyOnWriteArrayList<Runnable> hooks = new CopyOnWriteArrayList<>();

    void add(Thread thread) {
        if (first == null) {
            first = thread;
        } else if (first != thread) {
            Thread[] more = Arrays.copyOf(others, others.length + 1);
            more[more.length - 1] = thread;
            others = more;
        }
    }

    void remove(Thread thread) {
        if (first == thread) {
            first = null;
        } else if (others.length > 0) {
            others = Arrays.stream(others).filter(other -> other != thread).toArray(Thread[]::new);
        }
    }

    /** Any thread. From now on a waiting thread may be the one that polls this reactor. */
    void mayLead(Reactor polled) {
        if (reactor != polled) {
            reactor = polled;
        }
    }

    /** Any thread. The hook runs on whatever thread signals, io threads included, and must not wait. */
    void addHook(Runnable hook) {
        hooks.addIfAbsent(hook);
    }

    /** Any thread. */
    void removeHook(Runnable hook) {
        hooks.remove(hook);
    }

    @Override
    public void signal() {
        Thread me = Thread.currentThread(); // which may wait by polling, and looks when it has served the channels
        Thread waiting = first;
        if (waiting != null && waiting != me) {
            LockSupport.unpark(waiting);
        }
        for (Thread other : others) {
            if (other != me) {
                LockSupport.unpark(other);
            }
        }
        Reactor polled = reactor;
        if (polled != null) {
            polled.wakeLeader(this);
        }
        signalHooks();
    }

    /** Any thread. Wakes pollers and loops alone, as a call in which nobody waits may make another one possible. */
    void signalHooks() {
        if (!hooks.isEmpty()) {
            hooks.forEach(Runnable::run);
        }
    }
}
