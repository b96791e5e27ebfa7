package io.zmq4j.bench;

import java.util.concurrent.atomic.AtomicLong;

/** Sends in turn on each of its sockets until its process ends, and lets another thread know how many it has sent. */
final class Sender {

    private static final int TURNS_PER_COUNT = 4;

    private final AtomicLong sent = new AtomicLong();

    long sent() {
        return sent.get();
    }

    void run(int size, PeerSocket... sockets) {
        for (long count = 0; true; count += (long) TURNS_PER_COUNT * sockets.length) {
            sent.setRelease(count);
            for (int turn = 0; turn < TURNS_PER_COUNT; turn++) {
                for (PeerSocket socket : sockets) {
                    socket.sendNew(size);
                }
            }
        }
    }
}
