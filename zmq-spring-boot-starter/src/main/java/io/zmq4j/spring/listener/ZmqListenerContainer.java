package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import io.zmq4j.spring.ZmqSocketSpec;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Gives the messages of one socket to one listener. No exception of a listener ends it; an {@link Error} does, and so
 * does somebody else's closing of its socket: then its state is {@link ZmqListenerState#FAILED}, an event tells of it,
 * and it can be started again. Starting opens the socket, stopping frees its ports. All methods are thread-safe.
 */
public final class ZmqListenerContainer implements SmartLifecycle {

    /** Starts late and stops early, so that what listeners use is there. */
    public static final int DEFAULT_PHASE = Integer.MAX_VALUE - 100;

    private static final Log LOG = LogFactory.getLog(ZmqListenerContainer.class);
    private static final long INTERRUPT_NANOS = 1_000_000_000L;
    private static final long PAUSE_NANOS = 1_000_000_000L;

    private final ZmqListenerEndpoint endpoint;
    private final ListenerSettings settings;
    private final int concurrency;
    private final boolean autoStartup;
    private final ListenerCounters counters = new ListenerCounters();
    private final Observation observation;
    private final ReentrantLock lifecycle = new ReentrantLock();
    // -- written under the lifecycle lock, read by any thread --
    private volatile ZmqListenerState state = ZmqListenerState.STOPPED;
    private volatile @Nullable Run run;
    private volatile @Nullable Throwable failure;

    ZmqListenerContainer(
            ZmqListenerEndpoint endpoint, ListenerSettings settings, int concurrency, boolean autoStartup) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.concurrency = concurrency;
        this.autoStartup = autoStartup;
        this.observation =
                new Observation(this, settings.observer(), settings.sockets().spec(endpoint.socket()));
    }

    /** What runs between one start and the next stop. */
    private record Run(
            HandOff<Msg> queue, Workers workers, ContainerIntake intake, SocketReader reader, Retries retries) {}

    public String getId() {
        return endpoint.id();
    }

    /** What it was made of. */
    public ZmqListenerEndpoint getEndpoint() {
        return endpoint;
    }

    /** How many threads call the listener. */
    public int getConcurrency() {
        return concurrency;
    }

    public ZmqListenerState getState() {
        return state;
    }

    /** What has ended it, while its state is {@link ZmqListenerState#FAILED}. */
    public @Nullable Throwable getFailure() {
        return failure;
    }

    public ZmqListenerStats getStats() {
        Run current = run;
        return counters.snapshot(current == null ? 0 : current.queue().size());
    }

    /** @throws io.zmq4j.spring.ZmqBindException when the socket cannot be bound */
    @Override
    public void start() {
        lifecycle.lock();
        try {
            if (state == ZmqListenerState.RUNNING || state == ZmqListenerState.PAUSED) {
                return;
            }
            failure = null;
            run = open();
            state = ZmqListenerState.RUNNING;
        } catch (RuntimeException e) {
            counters.error(e);
            failure = e;
            state = ZmqListenerState.FAILED;
            throw e;
        } finally {
            lifecycle.unlock();
        }
        publish(new ZmqListenerEvent.Started(getId()));
    }

    private Run open() {
        ZmqSocketSpec spec = settings.sockets().spec(endpoint.socket());
        HandOff<Msg> queue = new HandOff<>(settings.queueCapacity());
        ContainerIntake intake = new ContainerIntake(endpoint, queue, counters, this::fail);
        SocketReader reader = null;
        endpoint.subscribe().forEach(topic -> settings.sockets().subscribe(endpoint.socket(), topic));
        try {
            reader = settings.readers().attach(endpoint.socket(), intake);
            Retries retries = new Retries(
                    settings.retryPolicy(endpoint),
                    WorkerThreads.executor("zmq-retry-" + getId() + "-", settings.virtualThreads()));
            Processor processor = processor(spec, reader, retries);
            Workers workers = new Workers(queue, processor, this::fail);
            workers.start(executor(), concurrency);
            intake.ready(processor);
            reader.changed();
            return new Run(queue, workers, intake, reader, retries);
        } catch (RuntimeException e) {
            queue.abandon();
            if (reader != null) {
                settings.readers().detach(endpoint.socket(), reader, intake, System.nanoTime() + INTERRUPT_NANOS);
                settings.readers().release(endpoint.socket());
            }
            unsubscribe();
            throw e;
        }
    }

    private Processor processor(ZmqSocketSpec spec, SocketReader reader, Retries retries) {
        return endpoint.batchType() == null
                ? new SingleProcessor(endpoint, spec, settings, counters, observation, reader, retries, this::fail)
                : new BatchProcessor(endpoint, endpoint.batchType(), spec, settings, counters, observation, retries);
    }

    private Executor executor() {
        return endpoint.executor() != null
                ? endpoint.executor()
                : WorkerThreads.executor("zmq-listener-" + getId() + "-", settings.virtualThreads());
    }

    /**
     * Stops reading the socket, which stays open; what was read is still worked off. Of a group that shares a socket,
     * none gets messages meanwhile.
     */
    public void pause() {
        changeTo(ZmqListenerState.RUNNING, ZmqListenerState.PAUSED);
    }

    /** Reads the socket again after {@link #pause}. */
    public void resume() {
        changeTo(ZmqListenerState.PAUSED, ZmqListenerState.RUNNING);
    }

    private void changeTo(ZmqListenerState from, ZmqListenerState to) {
        lifecycle.lock();
        try {
            Run current = run;
            if (state == from && current != null) {
                state = to;
                current.intake().pause(to == ZmqListenerState.PAUSED);
                current.reader().changed();
                current.reader().awaitParked(System.nanoTime() + PAUSE_NANOS);
            }
        } finally {
            lifecycle.unlock();
        }
    }

    /**
     * Stops reading, waits for what was read to be worked off, at most for the shutdown timeout, then interrupts the
     * listener and gives up. Called by the listener itself, it does so in the background.
     */
    @Override
    public void stop() {
        Run current = run;
        if (current != null && current.workers().contain(Thread.currentThread())) {
            inBackground(() -> {});
            return;
        }
        lifecycle.lock();
        try {
            Run ending = run;
            if (ending == null) {
                return;
            }
            state = ZmqListenerState.STOPPING;
            close(ending);
            run = null;
            state = failure == null ? ZmqListenerState.STOPPED : ZmqListenerState.FAILED;
        } finally {
            lifecycle.unlock();
        }
        publish(new ZmqListenerEvent.Stopped(getId()));
    }

    /** Containers of one phase stop at the same time, so that their timeouts do not add up. */
    @Override
    public void stop(Runnable callback) {
        inBackground(callback);
    }

    private void inBackground(Runnable callback) {
        Thread thread = new Thread(
                () -> {
                    try {
                        stop();
                    } finally {
                        callback.run();
                    }
                },
                "zmq-stop-" + getId());
        thread.setDaemon(true);
        thread.start();
    }

    private void close(Run ending) {
        long deadline = System.nanoTime() + settings.shutdownTimeout().toNanos();
        ending.retries().stop();
        settings.readers().detach(endpoint.socket(), ending.reader(), ending.intake(), deadline);
        ending.queue().close();
        if (!ending.workers().await(deadline) || !counters.inFlight.awaitZero(deadline)) {
            int lost = ending.queue().abandon();
            counters.abandoned.add(lost);
            List<String> threads = ending.workers().interrupt();
            LOG.warn("listener '" + getId() + "' did not end within " + settings.shutdownTimeout() + ": "
                    + counters.inFlight.count() + " messages in work, " + lost + " given up; interrupted threads "
                    + threads);
            ending.workers().await(System.nanoTime() + INTERRUPT_NANOS);
        }
        unsubscribe();
        settings.readers().release(endpoint.socket());
    }

    private void unsubscribe() {
        endpoint.subscribe().forEach(topic -> settings.sockets().unsubscribe(endpoint.socket(), topic));
    }

    /** What others do with an event is no reason not to start, or not to stop. */
    private void publish(ZmqListenerEvent event) {
        try {
            settings.events().accept(event);
        } catch (RuntimeException e) {
            LOG.error("listener '" + getId() + "': an application listener failed on " + event, e);
        }
    }

    /** Has the group that it is in wait for it, if it is to be started. */
    void joinGroup() {
        String group = endpoint.group();
        if (group != null && autoStartup) {
            settings.readers().expect(endpoint.socket(), group, getId());
        }
    }

    /** Whether both read a socket through the same reader, and so may share it. */
    boolean sharesReadersWith(ZmqListenerContainer other) {
        return settings.readers() == other.settings.readers();
    }

    /** The first cause counts; the rest of the container then ends in an orderly way. */
    private void fail(Throwable cause) {
        if (failure != null) {
            return;
        }
        LOG.error("listener '" + getId() + "' stops", cause);
        counters.error(cause);
        failure = cause;
        publish(new ZmqListenerEvent.Failed(getId(), cause));
        inBackground(() -> {});
    }

    /** Whether it is as it was told to be: false only after it has stopped by itself. */
    public boolean isInExpectedState() {
        return failure == null;
    }

    @Override
    public boolean isRunning() {
        return run != null;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    @Override
    public int getPhase() {
        Integer phase = endpoint.phase();
        return phase == null ? DEFAULT_PHASE : phase;
    }

    @Override
    public String toString() {
        return "ZmqListenerContainer[" + getId() + ", socket " + endpoint.socket() + ", " + state + "]";
    }
}
