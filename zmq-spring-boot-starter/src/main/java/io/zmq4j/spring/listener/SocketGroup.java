package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The containers of one group that share a socket. Each message goes to the first of them that does not discard it; the
 * one without a filter comes last. While one is missing that was started or will be, nothing is read: what is meant for
 * it must not be discarded by the others. Changed under the lock of the {@link SocketReaders}, read by the reader.
 */
final class SocketGroup implements Intake {

    private final String name;
    private final Set<String> expected = ConcurrentHashMap.newKeySet();
    private volatile List<ContainerIntake> members = List.of();
    private boolean leaving;

    SocketGroup(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Waits for the container of this id from now on. */
    void expect(String id) {
        expected.add(id);
    }

    void add(ContainerIntake member) {
        expected.add(member.id());
        List<ContainerIntake> more = new ArrayList<>(members);
        int end = more.size();
        boolean beforeLast = end > 0 && !more.get(end - 1).isFiltered();
        more.add(beforeLast ? end - 1 : end, member);
        members = List.copyOf(more);
        leaving &= !isComplete();
    }

    void remove(ContainerIntake member) {
        List<ContainerIntake> less = new ArrayList<>(members);
        less.remove(member);
        members = List.copyOf(less);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    /** One is going to be removed. @return whether it is the first, and all others are there */
    boolean leave() {
        boolean first = !leaving && isComplete();
        leaving = true;
        return first;
    }

    @Override
    public boolean isComplete() {
        return members.size() == expected.size();
    }

    @Override
    public boolean isPaused() {
        if (!isComplete()) {
            return true;
        }
        for (ContainerIntake member : members) {
            if (member.isPaused() || !member.isReady()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void accept(Msg msg) {
        ContainerIntake last = null;
        for (ContainerIntake member : members) {
            if (!member.discards(msg)) {
                member.accept(msg);
                return;
            }
            last = member;
        }
        if (last != null) {
            last.discard(msg);
        }
    }

    @Override
    public void skip(Msg msg) {
        throw new IllegalStateException("group '" + name + "' shares its socket with others");
    }

    @Override
    public void readingFailed(Throwable cause) {
        members.forEach(member -> member.readingFailed(cause));
    }
}
