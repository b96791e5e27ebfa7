package io.zmq4j.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Counts what several subscribers receive together. */
public final class Subscribers implements Measurement {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Subscriber> subscribers;
    private final Progress progress = new Progress();

    private Subscribers(List<Subscriber> subscribers) {
        this.subscribers = subscribers;
    }

    public static void main(String[] args) throws InterruptedException {
        Plan plan = Plan.start(args);
        CountDownLatch complete = new CountDownLatch(plan.number("subscribers", 1));
        List<Subscriber> subscribers = Stream.generate(() -> new Subscriber(plan, complete))
                .limit(complete.getCount())
                .toList();
        subscribers.forEach(subscriber -> SecondThread.start("subscriber", subscriber));
        complete.await();
        Measurement.perform(plan, () -> new Subscribers(subscribers));
    }

    @Override
    public void run(Duration time) {
        long start = System.nanoTime();
        long before = total();
        long lastGrowth = start;
        while (progress.nanos < time.toNanos()) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = System.nanoTime();
            long count = total() - before;
            if (count > progress.messages) {
                progress.onGap(now - lastGrowth);
                lastGrowth = now;
            }
            progress.messages = count;
            progress.nanos = now - start;
        }
        progress.onGap(start + progress.nanos - lastGrowth);
    }

    private long total() {
        return subscribers.stream().mapToLong(Subscriber::received).sum();
    }

    @Override
    public String values() {
        return progress.values();
    }
}
