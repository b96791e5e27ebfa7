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
        final Set<PrefixEntry<PipeSet>> entries = new HashSet<>();
        long bytes;
    }

    private final PrefixMap<PipeSet> pipesOf = new PrefixMap<>();
    private final Map<Pipe, Topics> topicsOf = new HashMap<>();

    /** @return whether the pipe is the first one with this topic */
    boolean add(byte[] topic, Pipe pipe) {
        PrefixEntry<PipeSet> entry = pipesOf.insert(topic);
        PipeSet pipes = entry.value;
        boolean first = pipes == null;
        if (pipes == null) {
            pipes = new PipeSet();
            entry.value = pipes;
        }
        if (pipes.add(pipe)) {
            Topics topics = topicsOf.computeIfAbsent(pipe, key -> new Topics());
            topics.entries.add(entry);
            topics.bytes += topic.length;
        }
        return first;
    }

    Removal remove(byte[] topic, Pipe pipe) {
        PrefixEntry<PipeSet> entry = pipesOf.find(topic);
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

    private boolean removeFrom(PrefixEntry<PipeSet> entry, Pipe pipe) {
        PipeSet pipes = entry.value;
        assert pipes != null : "an entry of a pipe has no pipes";
        pipes.remove(pipe);
        if (pipes.size() > 0) {
            return false;
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
            for (PrefixEntry<PipeSet> entry : topics.entries) {
                visitor.accept(entry.prefix(), removeFrom(entry, pipe));
            }
        }
    }

    /** Marks every pipe that has subscribed to a prefix of this key. */
    void match(byte[] key, Distributor distributor) {
        pipesOf.search(key, distributor, (matched, pipes) -> {
            for (int i = 0; i < pipes.size(); i++) {
                matched.match(pipes.get(i));
            }
            return false;
        });
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
