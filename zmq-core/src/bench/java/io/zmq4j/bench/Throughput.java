package io.zmq4j.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Counts at the receiver, in short slices, so that the code that is measured is the code that was warmed up. */
final class Throughput implements Measurement {

    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int BYTES_PER_CHECK = 1 << 16;
    private static final int MOST_PER_CHECK = 512;

    private final PeerSocket socket;
    private final int size;
    private final int perCheck;
    private final Progress progress = new Progress();

    private Throughput(PeerSocket socket, int size) {
        this.socket = socket;
        this.size = size;
        this.perCheck = Math.max(1, Math.min(MOST_PER_CHECK, BYTES_PER_CHECK / Math.max(1, size)));
    }

    static void receive(PeerSocket socket, Plan plan) {
        new Throughput(socket, plan.size()).receiveCounted(1);
        Measurement.perform(plan, () -> new Throughput(socket, plan.size()));
    }

    @Override
    public void run(Duration time) {
        while (progress.nanos < time.toNanos()) {
            slice();
        }
    }

    private void slice() {
        long start = System.nanoTime();
        long last = start;
        do {
            receiveCounted(perCheck);
            progress.messages += perCheck;
            long now = System.nanoTime();
            progress.onGap(now - last);
            last = now;
        } while (last - start < SLICE_NANOS);
        progress.nanos += last - start;
    }

    private void receiveCounted(int count) {
        for (int i = 0; i < count; i++) {
            byte[] frame = socket.receive();
            if (frame.length != size) {
                throw new IllegalStateException("received " + frame.length + " bytes, expected " + size);
            }
        }
    }

    @Override
    public String values() {
        return progress.values();
    }
}
