package io.zmq4j.bench;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** A SUB socket in a thread of its own, which counts what it receives. */
final class Subscriber implements Runnable {

    private final Plan plan;
    private final int size;
    private final CountDownLatch complete;
    private final AtomicLong received = new AtomicLong();

    /** @param complete counted down when messages of the last topic arrive, so that every subscription is in force */
    Subscriber(Plan plan, CountDownLatch complete) {
        this.plan = plan;
        this.size = plan.size();
        this.complete = complete;
    }

    long received() {
        return received.get();
    }

    @Override
    public void run() {
        PeerSocket socket = plan.peer().open(Peer.Type.SUB);
        int topics = plan.number("subscriptions", 1);
        for (int i = 0; i < topics; i++) {
            socket.subscribe(Topics.prefix(i));
        }
        socket.connect(plan.endpoint());
        byte[] last = Topics.prefix(topics - 1);
        for (byte[] frame = socket.receive(); !begins(frame, last); frame = socket.receive()) {
            check(frame);
        }
        complete.countDown();
        for (long count = 1; true; count++) {
            check(socket.receive());
            received.setRelease(count); // the only writer
        }
    }

    private static boolean begins(byte[] frame, byte[] prefix) {
        return Arrays.equals(frame, 0, prefix.length, prefix, 0, prefix.length);
    }

    private void check(byte[] frame) {
        if (frame.length != size) {
            throw new IllegalStateException("received " + frame.length + " bytes, expected " + size);
        }
    }
}
