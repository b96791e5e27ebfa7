package io.zmq4j.demo.agent;

import io.zmq4j.spring.template.ZmqOperations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/** Publishes the figures of this machine at an interval that may change while it runs. Thread-safe. */
@Component
public class Agent implements SmartLifecycle {

    /** The publisher's name in {@code zmq.sockets}. */
    private static final String SOCKET = "figures";

    private static final Log LOG = LogFactory.getLog(Agent.class);

    private final ZmqOperations zmq;
    private final TaskScheduler scheduler;
    private final Machine machine;
    private final LongAdder published = new LongAdder();
    private final ReentrantLock lock = new ReentrantLock();

    // -- under the lock: a new interval may start its first round while the last one of the old is running --
    private final List<Sampler> samplers;
    private final Set<String> failing = new HashSet<>();
    private @Nullable ScheduledFuture<?> task;

    private volatile Duration interval;

    Agent(ZmqOperations zmq, TaskScheduler scheduler, AgentProperties properties) {
        this.zmq = zmq;
        this.scheduler = scheduler;
        this.interval = properties.interval();
        ProcFiles proc = new ProcFiles(properties.proc());
        this.samplers = Samplers.create(proc);
        this.machine = Machine.describe(proc);
    }

    /** Publishes one round: each kind of figures under its topic. */
    private void publish() {
        lock.lock();
        try {
            Instant now = Instant.now();
            samplers.forEach(sampler -> publish(sampler, now));
        } finally {
            lock.unlock();
        }
    }

    private void publish(Sampler sampler, Instant now) {
        try {
            zmq.publish(SOCKET, sampler.topic(), sampler.sample(now));
            published.increment();
            failing.remove(sampler.topic());
        } catch (RuntimeException e) {
            // once, not at every round; the other figures go on
            if (failing.add(sampler.topic())) {
                LOG.warn("no figures for " + sampler.topic() + ": " + e.getMessage(), e);
            }
        }
    }

    public Duration interval() {
        return interval;
    }

    /**
     * Publishes at this interval from now on.
     *
     * @throws IllegalArgumentException when it is not between 50 ms and 1 minute
     */
    public void setInterval(Duration value) {
        AgentProperties.checkInterval(value);
        lock.lock();
        try {
            interval = value;
            if (task != null) {
                task.cancel(false);
                task = schedule();
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many messages it has published. */
    public long published() {
        return published.sum();
    }

    /** What it measures. */
    public Machine machine() {
        return machine;
    }

    /** What it publishes on this system. */
    public List<String> topics() {
        return samplers.stream().map(Sampler::topic).toList();
    }

    private ScheduledFuture<?> schedule() {
        return scheduler.scheduleAtFixedRate(this::publish, Instant.now().plus(interval), interval);
    }

    @Override
    public void start() {
        lock.lock();
        try {
            if (task == null) {
                task = schedule();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void stop() {
        lock.lock();
        try {
            if (task != null) {
                task.cancel(false);
                task = null;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return task != null;
        } finally {
            lock.unlock();
        }
    }
}
