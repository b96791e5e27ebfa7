package io.zmq4j.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Counts what several subscribers receive together. */
public final class Subscribers implements Measurement {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final List<Subscriber> subscribers;
    private long messages;
    private long nanos;
    private long longestGap;
    private long stalls;

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
        while (nanos < time.toNanos()) {
            LockSupport.parkNanos(LOOK_NANOS);
            long now = System.nanoTime();
            long count = total() - before;
            if (count > messages) {
                long gap = now - lastGrowth;
                longestGap = Math.max(longestGap, gap);
                stalls += gap > STALL_NANOS ? 1 : 0;
                lastGrowth = now;
            }
            messages = count;
            nanos = now - start;
        }
        stalls += start + nanos - lastGrowth > STALL_NANOS ? 1 : 0;
    }

    private long total() {
        return subscribers.stream().mapToLong(Subscriber::received).sum();
    }

    @Override
    public String values() {
        return String.format(
                Locale.ROOT,
                "messages=%d nanos=%d longestGapMicros=%d stalls=%d",
                messages,
                nanos,
                TimeUnit.NANOSECONDS.toMicros(longestGap),
                stalls);
    }
}
