package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pattern.PrefixTrie.Node;
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
        final Set<Node<PipeSet>> nodes = new HashSet<>();
        long bytes;
    }

    private final PrefixTrie<PipeSet> trie = new PrefixTrie<>();
    private final Map<Pipe, Topics> topicsOf = new HashMap<>();

    /** @return whether the pipe is the first one with this topic */
    boolean add(byte[] topic, Pipe pipe) {
        Node<PipeSet> node = trie.insert(topic);
        PipeSet pipes = node.value;
        boolean first = pipes == null;
        if (pipes == null) {
            pipes = new PipeSet();
            node.value = pipes;
        }
        if (pipes.add(pipe)) {
            Topics topics = topicsOf.computeIfAbsent(pipe, key -> new Topics());
            topics.nodes.add(node);
            topics.bytes += topic.length;
        }
        return first;
    }

    Removal remove(byte[] topic, Pipe pipe) {
        Node<PipeSet> node = trie.find(topic);
        Topics topics = topicsOf.get(pipe);
        if (node == null || topics == null || !topics.nodes.remove(node)) {
            return Removal.NOT_SUBSCRIBED;
        }
        topics.bytes -= topic.length;
        if (topics.nodes.isEmpty()) {
            topicsOf.remove(pipe);
        }
        return removeFrom(node, pipe) ? Removal.LAST : Removal.OTHERS_REMAIN;
    }

    private boolean removeFrom(Node<PipeSet> node, Pipe pipe) {
        PipeSet pipes = node.value;
        assert pipes != null : "a node of a pipe has no pipes";
        pipes.remove(pipe);
        if (pipes.size() > 0) {
            return false;
        }
        node.value = null;
        trie.prune(node);
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
            for (Node<PipeSet> node : topics.nodes) {
                visitor.accept(node.prefix(), removeFrom(node, pipe));
            }
        }
    }

    /** Marks every pipe that has subscribed to a prefix of this key. */
    void match(byte[] key, Distributor distributor) {
        for (Node<PipeSet> node = trie.root(); node != null; node = node.next(key)) {
            PipeSet pipes = node.value;
            if (pipes != null) {
                for (int i = 0; i < pipes.size(); i++) {
                    distributor.match(pipes.get(i));
                }
            }
        }
    }

    /** How many bytes of a key {@link #match} looks at, at most. */
    int longest() {
        return trie.longest();
    }

    /** How many topics this pipe has. */
    int topicCount(Pipe pipe) {
        Topics topics = topicsOf.get(pipe);
        return topics == null ? 0 : topics.nodes.size();
    }

    /** The bytes of all topics of this pipe. */
    long topicBytes(Pipe pipe) {
        Topics topics = topicsOf.get(pipe);
        return topics == null ? 0 : topics.bytes;
    }

    List<byte[]> topics() {
        List<byte[]> topics = new ArrayList<>();
        trie.forEach(node -> topics.add(node.prefix().clone()));
        return topics;
    }
}
