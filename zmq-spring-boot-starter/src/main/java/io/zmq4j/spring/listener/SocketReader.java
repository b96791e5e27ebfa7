package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that reads a socket, for all containers that share it. It waits in the socket, not with a period; an
 * interrupt is how it learns that something has changed. Of a REP socket it reads the next request only after the reply
 * to the last one.
 */
final class SocketReader {

    private static final int AT_ONCE = 64;

    private final ZmqSocket socket;
    private final boolean lockStep;
    private final List<Intake> intakes = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // -- under the lock --
    private boolean answered = true;
    private boolean parked;
    private boolean draining;
    // -- any thread --
    private volatile boolean stopped;

    /** What the thread is to do next. */
    private enum Turn {
        READ,
        DRAIN,
        END
    }

    SocketReader(String name, ZmqSocket socket) {
        this.socket = socket;
        this.lockStep = socket.type() == SocketType.REP;
        this.thread = new Thread(this::run, "zmq-reader-" + name);
        // an application that only listens lives as long as one of its sockets is read
        thread.setDaemon(false);
    }

    /** The socket that it reads. */
    ZmqSocket socket() {
        return socket;
    }

    void start() {
        thread.start();
    }

    void add(Intake intake) {
        intakes.add(intake);
    }

    /** @return false, and nothing has happened, if it is the last one: then the reader is to be stopped */
    boolean remove(Intake intake) {
        return intakes.size() > 1 && intakes.remove(intake);
    }

    boolean isAlive() {
        return !stopped && thread.isAlive();
    }

    /** Tells the thread to look again whether it shall read. */
    void changed() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }

    /** Waits until the thread reads no more, if nobody wants it to; until this {@link System#nanoTime()} at most. */
    void awaitParked(long deadline) {
        lock.lock();
        try {
            long left = deadline - System.nanoTime();
            while (!parked && !stopped && allPaused() && left > 0) {
                changed.await(left, TimeUnit.NANOSECONDS);
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Has the thread hand on what waits in a PULL socket by now, before it parks. */
    void drain() {
        lock.lock();
        try {
            draining = socket.type() == SocketType.PULL;
            parked = false;
        } finally {
            lock.unlock();
        }
        changed();
    }

    /** The reply to the last request was sent, or nobody waits for it. */
    void answered() {
        if (!lockStep) {
            return;
        }
        lock.lock();
        try {
            answered = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the reading. What was read, and what waits in a PULL socket by now, is still given to the intakes. */
    void stop() {
        stopped = true;
        changed();
    }

    /** Waits for the end of the thread after {@link #stop}, until this {@link System#nanoTime()} at most. */
    void join(long deadline) {
        try {
            thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Msg> msgs = new ArrayList<>();
        try {
            Turn turn = awaitTurn();
            while (turn != Turn.END) {
                if (turn == Turn.DRAIN) {
                    handOn();
                } else {
                    read(msgs);
                }
                for (Msg msg : msgs) {
                    dispatch(msg);
                }
                msgs.clear();
                turn = awaitTurn();
            }
            if (socket.type() == SocketType.PULL && isComplete()) {
                handOn();
            }
        } catch (Throwable e) {
            if (!stopped) {
                stopped = true;
                intakes.forEach(intake -> intake.readingFailed(e));
            }
        }
    }

    /** Waits while nobody wants a message. */
    private Turn awaitTurn() {
        lock.lock();
        try {
            while (!stopped && !draining && (!answered || allPaused())) {
                parked = true;
                changed.signalAll();
                changed.awaitUninterruptibly();
            }
            parked = false;
            if (stopped) {
                return Turn.END;
            }
            Turn turn = draining ? Turn.DRAIN : Turn.READ;
            draining = false;
            return turn;
        } finally {
            lock.unlock();
        }
    }

    private boolean isComplete() {
        for (Intake intake : intakes) {
            if (!intake.isComplete()) {
                return false;
            }
        }
        return true;
    }

    private boolean allPaused() {
        for (Intake intake : intakes) {
            if (!intake.isPaused()) {
                return false;
            }
        }
        return !intakes.isEmpty();
    }

    private void read(List<Msg> msgs) {
        try {
            socket.receive(msgs, lockStep ? 1 : AT_ONCE, SocketConfig.FOREVER);
            answered(msgs);
        } catch (ZmqInterruptedException e) {
            // the flag is what woke this thread up; it would end the next wait as well
            Thread.interrupted();
        }
    }

    /**
     * Work that a PUSH has handed over is not sent again, so what waits in the socket now is handed on. What comes
     * meanwhile is not: under load that would never end.
     */
    private void handOn() {
        List<Msg> msgs = new ArrayList<>();
        long left = socket.stats().receiveQueue();
        while (left > 0) {
            // also clears the interrupt that has ended the reading, should it come late
            Thread.interrupted();
            int count = receiveNow(msgs, (int) Math.min(left, AT_ONCE));
            msgs.forEach(this::dispatch);
            msgs.clear();
            left = count == 0 ? 0 : left - count;
        }
    }

    private int receiveNow(List<Msg> msgs, int max) {
        try {
            return socket.receive(msgs, max, Duration.ZERO);
        } catch (ZmqInterruptedException e) {
            Thread.interrupted();
            return socket.receive(msgs, max, Duration.ZERO);
        }
    }

    private void answered(List<Msg> msgs) {
        if (lockStep && !msgs.isEmpty()) {
            lock.lock();
            try {
                answered = false;
            } finally {
                lock.unlock();
            }
        }
    }

    private void dispatch(Msg msg) {
        boolean shared = intakes.size() > 1;
        for (Intake intake : intakes) {
            if (shared && intake.isPaused()) {
                intake.skip(msg);
            } else {
                intake.accept(msg);
            }
        }
    }
}
