package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Interest;
import io.zmq4j.Msg;
import io.zmq4j.Poller;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many virtual threads that wait in one socket. If a wait pinned its carrier, the few carriers would be used up by the first
 * receivers and nobody would send. On a JDK without virtual threads the same runs on platform threads.
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
class VirtualThreadTest {

    private static final int RECEIVERS = 200;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static Thread start(Runnable task) throws ReflectiveOperationException {
        if (Runtime.version().feature() >= 21) {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        }
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    @OverTransports
    void shouldServeManyThreadsWhenTheyWaitInOneSocket(Transport transport) throws Exception {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < RECEIVERS; i++) {
            threads.add(start(() -> {
                waiting.incrementAndGet();
                if (pull.receive(SocketConfig.FOREVER) != null) {
                    received.incrementAndGet();
                }
            }));
        }
        Waiting.until("all receivers run", () -> waiting.get() == RECEIVERS);
        threads.add(start(() -> {
            for (int i = 0; i < RECEIVERS; i++) {
                push.send(Msg.of("for one of you"));
            }
        }));
        Waiting.until("each got one", () -> received.get() == RECEIVERS);
        for (Thread thread : threads) {
            thread.join(Waiting.SOON.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @OverTransports
    void shouldServeManyThreadsWhenEachPollsASocketOfItsOwn(Transport transport) throws Exception {
        int pollers = 50;
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        List<ZmqSocket> sources = new ArrayList<>();
        for (int i = 0; i < pollers; i++) {
            ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
            sources.add(sockets.connected(SocketType.PUSH, pull));
            threads.add(start(() -> {
                try (Poller poller = sockets.context().poller()) {
                    poller.add(pull, Interest.READABLE);
                    waiting.incrementAndGet();
                    if (poller.poll(SocketConfig.FOREVER) == 1 && pull.tryReceive() != null) {
                        received.incrementAndGet();
                    }
                }
            }));
        }
        Waiting.until("all pollers run", () -> waiting.get() == pollers);
        threads.add(start(() -> sources.forEach(source -> source.send(Msg.of("for you")))));
        Waiting.until("each got one", () -> received.get() == pollers);
        for (Thread thread : threads) {
            thread.join(Waiting.SOON.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
    }
}
