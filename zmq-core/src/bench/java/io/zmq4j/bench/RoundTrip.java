package io.zmq4j.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Times one round trip after the other and sorts the times afterwards. */
final class RoundTrip implements Measurement {

    private static final int MOST_SAMPLES = 1 << 21;
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final PeerSocket socket;
    private final int size;
    private final long[] samples = new long[MOST_SAMPLES];
    private int count;

    private RoundTrip(PeerSocket socket, int size) {
        this.socket = socket;
        this.size = size;
    }

    static void ask(PeerSocket socket, Plan plan) {
        RoundTrip trips = new RoundTrip(socket, plan.size());
        Measurement.perform(plan, trips::reset);
    }

    static void echo(PeerSocket socket) {
        while (true) {
            socket.echo();
        }
    }

    private RoundTrip reset() {
        count = 0;
        return this;
    }

    @Override
    public void run(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long start = System.nanoTime(); start - end < 0; ) {
            once();
            long now = System.nanoTime();
            samples[count % MOST_SAMPLES] = now - start;
            count++;
            start = now;
        }
    }

    private void once() {
        socket.sendNew(size);
        byte[] reply = socket.receive();
        if (reply.length != size) {
            throw new IllegalStateException("received " + reply.length + " bytes, expected " + size);
        }
    }

    @Override
    public String values() {
        long[] sorted = Arrays.copyOf(samples, Math.min(count, MOST_SAMPLES));
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "messages=%d p50=%d p99=%d p999=%d longestGapMicros=%d stalls=%d",
                count,
                percentile(sorted, 0.5),
                percentile(sorted, 0.99),
                percentile(sorted, 0.999),
                TimeUnit.NANOSECONDS.toMicros(sorted[sorted.length - 1]),
                Arrays.stream(sorted).filter(nanos -> nanos > STALL_NANOS).count());
    }

    private static long percentile(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * part))];
    }
}
