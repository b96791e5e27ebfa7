package io.zmq4j.demo.collector;

import io.zmq4j.demo.agent.Figures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;

/** The last figures of each topic, in the order they arrived. Thread-safe. */
@Component
public class History {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, RingBuffer<Entry>> topics = new TreeMap<>();
    private long sequence;

    History(CollectorProperties properties) {
        this.capacity = properties.capacity();
    }

    void add(String topic, Figures figures) {
        lock.lock();
        try {
            sequence++;
            topics.computeIfAbsent(topic, any -> new RingBuffer<>(capacity)).add(new Entry(sequence, figures));
        } finally {
            lock.unlock();
        }
    }

    /** How many figures have arrived. */
    public long received() {
        lock.lock();
        try {
            return sequence;
        } finally {
            lock.unlock();
        }
    }

    /** The newest figures of each topic. */
    public Map<String, Figures> latest() {
        Map<String, Figures> latest = new LinkedHashMap<>();
        lock.lock();
        try {
            topics.forEach((topic, entries) -> {
                Entry newest = entries.newest();
                if (newest != null) {
                    latest.put(topic, newest.figures);
                }
            });
        } finally {
            lock.unlock();
        }
        return latest;
    }

    /** The figures that arrived after this one, which a reader takes from the excerpt before; 0 = all that are kept. */
    public Excerpt after(long after) {
        Map<String, List<Figures>> excerpt = new LinkedHashMap<>();
        lock.lock();
        try {
            topics.forEach((topic, entries) -> excerpt.put(
                    topic,
                    entries.toList().stream()
                            .filter(entry -> entry.sequence > after)
                            .map(Entry::figures)
                            .toList()));
            return new Excerpt(sequence, excerpt);
        } finally {
            lock.unlock();
        }
    }

    private record Entry(long sequence, Figures figures) {}

    /**
     * A part of the history.
     *
     * @param sequence of the last figures in it, for the next call
     * @param figures by topic, the oldest first
     */
    public record Excerpt(long sequence, Map<String, List<Figures>> figures) {}
}
