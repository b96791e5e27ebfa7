package io.zmq4j.internal.socket;

import io.zmq4j.ContextClosedException;
import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.WrongStateException;
import io.zmq4j.ZmqLoop;
import io.zmq4j.ZmqSocket;
import io.zmq4j.internal.queue.MpscQueue;
import io.zmq4j.internal.reactor.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A thread that serves sockets and timers. A socket that has something enters a queue of ready sockets, once, so a turn costs
 * what happened and not how many sockets there are.
 */
final class SocketLoop implements ZmqLoop, Runnable {

    private static final System.Logger LOG = System.getLogger(ZmqLoop.class.getName());

    /** Messages of one socket in a row, before others get their turn. */
    private static final int MESSAGES_PER_TURN = 256;

    private static final long CLOSE_MILLIS = 5_000;

    /** A served socket. */
    private final class Served implements Runnable {
        final SocketCore socket;
        final Consumer<Msg> handler;
        final AtomicBoolean queued = new AtomicBoolean();
        volatile boolean removed;

        Served(SocketCore socket, Consumer<Msg> handler) {
            this.socket = socket;
            this.handler = handler;
        }

        /** The wake-up hook; any thread. */
        @Override
        public void run() {
            if (queued.compareAndSet(false, true)) {
                enqueue(this::serve);
            }
        }

        private void serve() {
            queued.set(false); // before the look, so that what comes after it queues again
            for (int i = 0; i < MESSAGES_PER_TURN && !removed && !closed; i++) {
                Msg msg;
                try {
                    msg = socket.tryReceive();
                } catch (SocketClosedException e) {
                    remove(socket);
                    return;
                } catch (WrongStateException e) {
                    return; // what is sent first signals
                }
                if (msg == null) {
                    return;
                }
                handle(msg);
            }
            run();
        }

        private void handle(Msg msg) {
            try {
                handler.accept(msg);
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.ERROR, "a message handler of loop " + thread.getName() + " failed", e);
            }
        }
    }

    private final Ctx ctx;
    private final MpscQueue<Runnable> work = new MpscQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    private final AsyncCalls async = new AsyncCalls(this);

    /** What callers may wait for, so that nobody waits for a loop that has ended. */
    private final Set<CompletableFuture<?>> promised = ConcurrentHashMap.newKeySet();

    private volatile boolean ended;

    // -- the loop's thread --
    private final Timers timers = new Timers();
    private final Map<SocketCore, Served> served = new HashMap<>();

    SocketLoop(Ctx ctx, String name) {
        this.ctx = ctx;
        this.thread = ctx.named(this, name);
        thread.start();
    }

    @Override
    public void run() {
        while (!closed) {
            Runnable task;
            int count = 0;
            while (!closed && count < MESSAGES_PER_TURN && (task = work.poll()) != null) {
                attempt(task);
                count++;
            }
            long now = System.nanoTime();
            count += timers.runDue(
                    now,
                    (source, failure) -> LOG.log(
                            System.Logger.Level.ERROR, "a timer of loop " + thread.getName() + " failed", failure));
            if (count == 0 && !closed) {
                // what was queued since has unparked this thread, so the park ends at once
                ctx.sleepers().incrementAndGet();
                LockSupport.parkNanos(this, Math.min(timers.untilNext(now), Deadline.FOREVER));
                ctx.sleepers().decrementAndGet();
                Thread.interrupted(); // handlers are not interrupted by this loop, and a flag would end every park
            }
        }
        served.values().forEach(one -> one.socket.waiters().removeHook(one));
        async.stopListening();
        ended = true;
        failPromises();
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.ERROR, "a task of loop " + thread.getName() + " failed", e);
        }
    }

    @Override
    public void onMessage(ZmqSocket socket, Consumer<Msg> handler) {
        SocketCore core = core(socket);
        if (!core.type().canReceive()) {
            throw new UnsupportedOperationException("a " + core.type() + " socket cannot receive");
        }
        Served fresh = new Served(core, handler);
        execute(() -> {
            Served old = served.put(core, fresh);
            if (old != null) {
                end(old);
            }
            core.waiters().addHook(fresh);
            fresh.run();
        });
    }

    @Override
    public void remove(ZmqSocket socket) {
        execute(() -> {
            Served old = served.remove(socket);
            if (old != null) {
                end(old);
            }
        });
    }

    private static SocketCore core(ZmqSocket socket) {
        if (!(socket instanceof SocketCore core)) {
            throw new IllegalArgumentException("not a socket of this library: " + socket);
        }
        return core;
    }

    @Override
    public CompletableFuture<Msg> receiveAsync(ZmqSocket socket) {
        return promised(async.start(core(socket), calls -> calls.new Receive()));
    }

    @Override
    public CompletableFuture<@Nullable Void> sendAsync(ZmqSocket socket, Msg msg) {
        return promised(async.start(core(socket), calls -> calls.new Send(msg)));
    }

    @Override
    public CompletableFuture<@Nullable Void> whenWritable(ZmqSocket socket) {
        return promised(async.start(core(socket), calls -> calls.new Writable()));
    }

    private static void end(Served old) {
        old.removed = true;
        old.socket.waiters().removeHook(old);
    }

    private void execute(Runnable task) {
        if (closed) {
            throw closedException();
        }
        if (isCurrent()) {
            task.run();
        } else {
            enqueue(task);
        }
    }

    @Override
    public <T> CompletableFuture<T> submit(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> {
            try {
                result.complete(task.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        promise(result);
        return result;
    }

    @Override
    public ScheduledFuture<?> after(Duration delay, Runnable task) {
        return schedule(delay, null, task);
    }

    @Override
    public ScheduledFuture<?> every(Duration period, Runnable task) {
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("period is " + period + ", allowed: more than zero");
        }
        return schedule(period, period, task);
    }

    private ScheduledFuture<?> schedule(Duration delay, @Nullable Duration period, Runnable task) {
        LoopTimer timer = new LoopTimer(this, timers, Deadline.nanos(delay), period, task);
        execute(timer::start);
        promise(timer);
        return timer;
    }

    private <F extends CompletableFuture<?>> F promised(F result) {
        promise(result);
        return result;
    }

    private void promise(CompletableFuture<?> result) {
        promised.add(result);
        result.whenComplete((value, failure) -> promised.remove(result));
        if (ended) { // after the add, as the end is marked before the promises are looked at
            failPromises();
        }
    }

    private void failPromises() {
        promised.forEach(result -> result.completeExceptionally(closedException()));
    }

    private ContextClosedException closedException() {
        return new ContextClosedException("the loop " + thread.getName() + " is closed");
    }

    /** Any thread. Runs a task on the loop's thread, in one of its next turns; never if it has ended. */
    void enqueue(Runnable task) {
        work.offer(task);
        LockSupport.unpark(thread);
    }

    /** Runs a task on the loop's thread if it is still there. */
    void executeIfOpen(Runnable task) {
        if (!closed) {
            execute(task);
        }
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void close() {
        closed = true;
        ctx.forget(this);
        LockSupport.unpark(thread);
        if (!isCurrent()) {
            joinThread();
        }
    }

    private void joinThread() {
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive() && !interrupted) {
            LOG.log(System.Logger.Level.WARNING, "a handler of loop {0} has not ended within 5 s", thread.getName());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
