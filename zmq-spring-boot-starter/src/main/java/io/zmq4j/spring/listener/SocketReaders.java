package io.zmq4j.spring.listener;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSockets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The reader of each socket that has a running container. Thread-safe. */
final class SocketReaders {

    private final ZmqSockets sockets;
    private final ReentrantLock lock = new ReentrantLock();
    // -- under the lock --
    private final Map<String, SocketReader> readers = new HashMap<>();
    private final Map<String, SocketGroup> groups = new HashMap<>();
    private final Map<String, Integer> users = new HashMap<>();

    SocketReaders(ZmqSockets sockets) {
        this.sockets = sockets;
    }

    /**
     * Whether several listeners may read a socket of this type: each gets its topics, no message is taken from another.
     */
    static boolean canShare(SocketType type) {
        return type == SocketType.SUB || type == SocketType.XSUB || type == SocketType.DISH;
    }

    /** Has the socket not read before the container of this id is there, which is of a group. */
    void expect(String name, String group, String id) {
        lock.lock();
        try {
            if (!canShare(sockets.spec(name).type())) {
                groups.computeIfAbsent(name, socket -> new SocketGroup(group)).expect(id);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Opens the socket if need be, and gives its messages to this intake. */
    SocketReader attach(String name, ContainerIntake intake) {
        lock.lock();
        try {
            SocketType type = sockets.spec(name).type();
            SocketReader known = readers.get(name);
            boolean alive = known != null && known.isAlive();
            SocketGroup group = canShare(type) ? null : group(name, intake);
            if (alive && group == null && !canShare(type)) {
                throw new IllegalStateException("socket '" + name + "' (" + type
                        + ") already has a running listener, allowed: one, or those of one group; several only on SUB,"
                        + " XSUB, DISH");
            }
            SocketReader reader = known != null && alive ? known : new SocketReader(name, sockets.get(name));
            if (group != null) {
                group.add(intake);
            }
            if (!alive || group == null) {
                reader.add(group == null ? intake : group);
            }
            users.merge(name, 1, Integer::sum);
            readers.put(name, reader);
            if (!alive) {
                reader.start();
            }
            return reader;
        } finally {
            lock.unlock();
        }
    }

    /** The group of the socket; null = this one is in none. */
    private @Nullable SocketGroup group(String name, ContainerIntake intake) {
        String group = intake.group();
        if (group == null) {
            return null;
        }
        SocketGroup known = groups.computeIfAbsent(name, socket -> new SocketGroup(group));
        if (!known.name().equals(group)) {
            throw new IllegalStateException("socket '" + name + "' is read by group '" + known.name()
                    + "', allowed: no listener of group '" + group + "'");
        }
        return known;
    }

    /** Ends the reading for this intake, and the reader with its last one; waits for that until the deadline. */
    void detach(String name, SocketReader reader, ContainerIntake intake, long deadline) {
        SocketGroup group;
        lock.lock();
        try {
            group = canShare(sockets.spec(name).type()) ? null : groups.get(name);
            intake.pause(group != null);
            if (group != null && group.leave()) {
                // while all are still there: what waits in a PULL may be for any of them
                reader.drain();
            }
        } finally {
            lock.unlock();
        }
        if (group != null) {
            reader.awaitParked(deadline);
        }
        lock.lock();
        try {
            if (group != null) {
                group.remove(intake);
                if (!group.isEmpty()) {
                    return;
                }
            }
            if (group == null && reader.remove(intake)) {
                return;
            }
            readers.remove(name, reader);
            reader.stop();
        } finally {
            lock.unlock();
        }
        reader.join(deadline);
    }

    /** Closes the socket unless somebody else reads it, or still works on what it has read. */
    void release(String name) {
        lock.lock();
        try {
            if (users.merge(name, -1, Integer::sum) == 0) {
                sockets.close(name);
            }
        } finally {
            lock.unlock();
        }
    }
}
