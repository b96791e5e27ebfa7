package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pipe.Pipe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which pipe has subscribed to which topics. A subscription of a pipe is there or not, however often it was made. Matching
 * costs the length of the key and the pipes that match; removing a pipe costs what that pipe has subscribed to.
 */
final class SubscriptionTrie {

    /** What {@link #remove} found. */
    enum Removal {
        NOT_SUBSCRIBED,
        OTHERS_REMAIN,
        LAST
    }

    private static final class Topics {
        final Set<PrefixEntry<Object>> entries = new HashSet<>();
        long bytes;
    }

    /** A {@link Pipe}, as most topics have one only, or a {@link PipeSet}. */
    private final PrefixMap<Object> pipesOf = new PrefixMap<>();

    private final Map<Pipe, Topics> topicsOf = new HashMap<>();

    /** @return whether the pipe is the first one with this topic */
    boolean add(byte[] topic, Pipe pipe) {
        PrefixEntry<Object> entry = pipesOf.insert(topic);
        boolean first = entry.value == null;
        if (addTo(entry, pipe)) {
            Topics topics = topicsOf.computeIfAbsent(pipe, key -> new Topics());
            topics.entries.add(entry);
            topics.bytes += topic.length;
        }
        return first;
    }

    private boolean addTo(PrefixEntry<Object> entry, Pipe pipe) {
        Object there = entry.value;
        if (there instanceof PipeSet pipes) {
            return pipes.add(pipe);
        }
        if (there == pipe) {
            return false;
        }
        if (there == null) {
            pipesOf.set(entry, pipe);
        } else {
            PipeSet pipes = new PipeSet();
            pipes.add((Pipe) there);
            pipes.add(pipe);
            pipesOf.set(entry, pipes);
        }
        return true;
    }

    Removal remove(byte[] topic, Pipe pipe) {
        PrefixEntry<Object> entry = pipesOf.find(topic);
        Topics topics = topicsOf.get(pipe);
        if (entry == null || topics == null || !topics.entries.remove(entry)) {
            return Removal.NOT_SUBSCRIBED;
        }
        topics.bytes -= topic.length;
        if (topics.entries.isEmpty()) {
            topicsOf.remove(pipe);
        }
        return removeFrom(entry, pipe) ? Removal.LAST : Removal.OTHERS_REMAIN;
    }

    private boolean removeFrom(PrefixEntry<Object> entry, Pipe pipe) {
        if (entry.value instanceof PipeSet pipes) {
            pipes.remove(pipe);
            if (pipes.size() > 0) {
                return false;
            }
        }
        pipesOf.remove(entry);
        return true;
    }

    /** Told of each topic that a removed pipe had. */
    @FunctionalInterface
    interface RemovedTopic {
        void accept(byte[] topic, boolean last);
    }

    /** Removes a pipe from all its topics. */
    void removeAll(Pipe pipe, RemovedTopic visitor) {
        Topics topics = topicsOf.remove(pipe);
        if (topics != null) {
            for (PrefixEntry<Object> entry : topics.entries) {
                visitor.accept(entry.prefix(), removeFrom(entry, pipe));
            }
        }
    }

    /** Marks every pipe that has subscribed to a prefix of this key. */
    void match(byte[] key, Distributor distributor) {
        pipesOf.search(key, distributor, (matched, pipes) -> {
            markAll(pipes, matched);
            return false;
        });
    }

    /** Marks every pipe that has subscribed to exactly this. */
    void matchExactly(byte[] topic, Distributor distributor) {
        PrefixEntry<Object> entry = pipesOf.find(topic);
        if (entry != null && entry.value != null) {
            markAll(entry.value, distributor);
        }
    }

    private static void markAll(Object pipes, Distributor distributor) {
        if (pipes instanceof Pipe pipe) {
            distributor.match(pipe);
            return;
        }
        PipeSet several = (PipeSet) pipes;
        for (int i = 0; i < several.size(); i++) {
            distributor.match(several.get(i));
        }
    }

    /** Whether this pipe has subscribed to a prefix of this key. */
    boolean matches(byte[] key, Pipe pipe) {
        return pipesOf.search(
                key,
                pipe,
                (wanted, pipes) -> pipes == wanted || pipes instanceof PipeSet several && several.contains(wanted));
    }

    /** How many topics there are. */
    int size() {
        return pipesOf.size();
    }

    /** How many bytes of a key {@link #match} looks at, at most. */
    int longest() {
        return pipesOf.longest();
    }

    /** How many topics this pipe has. */
    int topicCount(Pipe pipe) {
        Topics topics = topicsOf.get(pipe);
        return topics == null ? 0 : topics.entries.size();
    }

    /** The bytes of all topics of this pipe. */
    long topicBytes(Pipe pipe) {
        Topics topics = topicsOf.get(pipe);
        return topics == null ? 0 : topics.bytes;
    }

    List<byte[]> topics() {
        List<byte[]> topics = new ArrayList<>();
        pipesOf.forEach(entry -> topics.add(entry.prefix().clone()));
        return topics;
    }
}
