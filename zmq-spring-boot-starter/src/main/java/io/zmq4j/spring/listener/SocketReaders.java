package io.zmq4j.spring.listener;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSockets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The reader of each socket that has a running container. Thread-safe. */
final class SocketReaders {

    private final ZmqSockets sockets;
    private final ReentrantLock lock = new ReentrantLock();
    // -- under the lock --
    private final Map<String, SocketReader> readers = new HashMap<>();

    SocketReaders(ZmqSockets sockets) {
        this.sockets = sockets;
    }

    /**
     * Whether several listeners may read a socket of this type: each gets its topics, no message is taken from another.
     */
    static boolean canShare(SocketType type) {
        return type == SocketType.SUB || type == SocketType.XSUB || type == SocketType.DISH;
    }

    /** Opens the socket if need be, and gives its messages to this intake. */
    SocketReader attach(String name, Intake intake) {
        lock.lock();
        try {
            SocketReader known = readers.get(name);
            if (known != null && known.isAlive()) {
                if (!canShare(sockets.spec(name).type())) {
                    throw new IllegalStateException(
                            "socket '" + name + "' (" + sockets.spec(name).type()
                                    + ") already has a running listener, allowed: one; several only on SUB, XSUB, DISH");
                }
                known.add(intake);
                return known;
            }
            SocketReader reader = new SocketReader(name, sockets.get(name));
            reader.add(intake);
            readers.put(name, reader);
            reader.start();
            return reader;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the reading for this intake, and the reader with its last one; waits for that until the deadline. */
    void detach(String name, SocketReader reader, Intake intake, long deadline) {
        lock.lock();
        try {
            if (reader.remove(intake)) {
                return;
            }
            readers.remove(name, reader);
            reader.stop();
        } finally {
            lock.unlock();
        }
        reader.join(deadline);
    }

    /** Closes the socket unless somebody else reads it. */
    void release(String name) {
        lock.lock();
        try {
            if (!readers.containsKey(name)) {
                sockets.close(name);
            }
        } finally {
            lock.unlock();
        }
    }
}
