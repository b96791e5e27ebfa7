package io.zmq4j.spring.listener;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/** Where workers run unless an executor was given: one thread for each, numbered from 1 in every container. */
final class WorkerThreads {

    private WorkerThreads() {}

    static Executor executor(String prefix, boolean virtual) {
        if (virtual) {
            return new VirtualThreadTaskExecutor(prefix);
        }
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            thread.start();
        };
    }
}
