package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The threads that take messages from the queue of a container until it is closed and empty. */
final class Workers {

    private final HandOff<Msg> queue;
    private final Processor processor;
    private final Consumer<Throwable> onError;
    private final Tally running = new Tally();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    Workers(HandOff<Msg> queue, Processor processor, Consumer<Throwable> onError) {
        this.queue = queue;
        this.processor = processor;
        this.onError = onError;
    }

    void start(Executor executor, int count) {
        for (int i = 0; i < count; i++) {
            executor.execute(this::work);
        }
    }

    private void work() {
        running.up();
        threads.add(Thread.currentThread());
        try {
            List<Msg> msgs = new ArrayList<>();
            while (queue.take(msgs, processor.atOnce()) > 0) {
                processor.process(msgs);
                msgs.clear();
                // an interrupt that a listener left behind is not for the next message
                Thread.interrupted();
            }
        } catch (Throwable e) {
            onError.accept(e);
        } finally {
            threads.remove(Thread.currentThread());
            running.down();
        }
    }

    boolean contain(Thread thread) {
        return threads.contains(thread);
    }

    boolean await(long deadline) {
        return running.awaitZero(deadline);
    }

    /** @return the names of the threads that were still running */
    List<String> interrupt() {
        List<String> names = new ArrayList<>();
        for (Thread thread : threads) {
            names.add(thread.getName());
            thread.interrupt();
        }
        return names;
    }
}
