package io.zmq4j.spring.integration.bench;

import java.util.function.LongSupplier;

/** Sends from one thread as fast as it goes, and tells at what rate the other end receives. */
final class Flood {

    private Flood() {}

    /**
     * @param send sends one message
     * @param received how many have come so far
     * @return messages a second
     */
    static double[] rate(Runnable send, LongSupplier received, long millis) throws InterruptedException {
        Sender sender = new Sender(send);
        long idle = received.getAsLong();
        sender.start();
        // a poller that sleeps wakes first; what it does then is measured, not its sleep
        while (received.getAsLong() == idle) {
            Thread.sleep(1);
        }
        // the first messages fill the queues and are none of the steady state
        Thread.sleep(millis / 4);
        long start = System.nanoTime();
        long before = received.getAsLong();
        Thread.sleep(millis);
        long count = received.getAsLong() - before;
        long nanos = System.nanoTime() - start;
        sender.stop = true;
        sender.join();
        awaitQuiet(received);
        return new double[] {count * 1e9 / nanos};
    }

    private static void awaitQuiet(LongSupplier received) throws InterruptedException {
        long last;
        do {
            last = received.getAsLong();
            Thread.sleep(100);
        } while (received.getAsLong() != last);
    }

    private static final class Sender extends Thread {

        private final Runnable send;
        private volatile boolean stop;

        private Sender(Runnable send) {
            super("bench-sender");
            this.send = send;
        }

        @Override
        public void run() {
            while (!stop) {
                send.run();
            }
        }
    }
}
