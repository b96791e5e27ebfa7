package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Puts the messages of a container's topics into its queue. */
final class ContainerIntake implements Intake {

    private final ZmqListenerEndpoint endpoint;
    private final List<ByteBuffer> topics;
    private final HandOff<Msg> queue;
    private final ListenerCounters counters;
    private final Consumer<Throwable> onFailure;
    private volatile boolean paused;
    private volatile @Nullable Processor processor;

    ContainerIntake(
            ZmqListenerEndpoint endpoint,
            HandOff<Msg> queue,
            ListenerCounters counters,
            Consumer<Throwable> onFailure) {
        this.endpoint = endpoint;
        this.topics = endpoint.subscribe().stream()
                .map(topic -> ByteBuffer.wrap(topic.getBytes(StandardCharsets.UTF_8)))
                .toList();
        this.queue = queue;
        this.counters = counters;
        this.onFailure = onFailure;
    }

    String id() {
        return endpoint.id();
    }

    /** The group it shares the socket with, where messages go to one of several; null = none. */
    @Nullable
    String group() {
        return endpoint.group();
    }

    boolean isFiltered() {
        return endpoint.filter() != null;
    }

    /** The one who says which messages of a group are wanted; none are read before. */
    void ready(Processor chooser) {
        processor = chooser;
    }

    boolean isReady() {
        return processor != null;
    }

    boolean discards(Msg msg) {
        Processor chooser = processor;
        return chooser != null && chooser.discards(msg);
    }

    void discard(Msg msg) {
        Processor chooser = processor;
        if (chooser != null) {
            chooser.discard(msg);
        }
    }

    void pause(boolean value) {
        paused = value;
    }

    @Override
    public boolean isPaused() {
        return paused;
    }

    @Override
    public void accept(Msg msg) {
        if (!wants(msg)) {
            return;
        }
        if (!queue.put(msg)) {
            counters.abandoned.increment();
        }
    }

    @Override
    public void skip(Msg msg) {
        if (wants(msg)) {
            counters.filtered.increment();
        }
    }

    private boolean wants(Msg msg) {
        if (topics.isEmpty()) {
            return true;
        }
        ByteBuffer first = msg.buffer(0);
        for (ByteBuffer topic : topics) {
            if (first.remaining() >= topic.remaining()
                    && first.slice(first.position(), topic.remaining()).equals(topic)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void readingFailed(Throwable cause) {
        onFailure.accept(cause);
    }
}
