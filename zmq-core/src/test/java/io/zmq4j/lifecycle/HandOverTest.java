package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.awaitPeers;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zmq4j.ContextConfig;
import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqInterruptedException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who brings bytes to the channels and back changes all the time: an io thread, a thread that waits, one that sends. None of
 * these changes may delay a message. Times are medians, as a busy machine delays some.
 */
@ExtendWith({LeakGate.class, NoSurprises.class})
@Timeout(120)
class HandOverTest {

    private static final long AT_ONCE = Duration.ofMillis(50).toNanos();
    private static final int SENDS = 60;
    private static final int BURSTS = 5;
    private static final int ENOUGH = 20_000;

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @AutoClose
    private final TestSockets peers = new TestSockets();

    private final Crew crew = new Crew();

    private static long median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** A thread that waits in a receive of its own socket, and so may poll for all of them. */
    private ZmqSocket startLeader() {
        ZmqSocket idle = sockets.bound(SocketType.PULL, Transport.TCP);
        makePoll(crew.repeat("leader", () -> idle.receive(SocketConfig.FOREVER)), idle);
        return idle;
    }

    /** Lets messages come until this thread, which receives them, has taken the polling over from the io thread. */
    private void makePoll(Thread thread, ZmqSocket pull) {
        ZmqSocket feeder = peers.connected(SocketType.PUSH, pull);
        Waiting.until(thread.getName() + " polls", () -> {
            feeder.send(Msg.of("feed"));
            return inSelector(thread);
        });
        long fed = feeder.stats().messagesSent();
        Waiting.until("all are received", () -> pull.stats().messagesReceived() >= fed);
        feeder.close();
    }

    /** A receiver that notes each arrival. */
    private Semaphore startReceiver(ZmqSocket socket) {
        Semaphore arrived = new Semaphore(0);
        crew.repeat("receiver", () -> {
            socket.receive(SocketConfig.FOREVER);
            arrived.release();
        });
        return arrived;
    }

    private static void await(Semaphore arrived, int count) throws InterruptedException {
        assertThat(arrived.tryAcquire(count, Waiting.SOON.toSeconds(), TimeUnit.SECONDS))
                .as("%d messages, of which %d came", count, arrived.availablePermits())
                .isTrue();
    }

    private static boolean inSelector(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(element -> element.getClassName().startsWith("sun.nio.ch"));
    }

    private static void receiveForEver(ZmqSocket socket) {
        while (socket.receive(SocketConfig.FOREVER) != null) {
            // until an exception ends it
        }
    }

    @OverTransports
    void shouldSendAtOnceWhileAnotherThreadLeads(Transport transport) throws InterruptedException {
        TestSockets side = transport == Transport.INPROC ? sockets : peers;
        ZmqSocket pull = side.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        push.send(Msg.of("warm"));
        assertReceives(pull, "warm");
        startLeader();
        Semaphore arrived = startReceiver(pull);
        long[] took = new long[SENDS];
        for (int i = 0; i < SENDS; i++) {
            LockSupport.parkNanos((i % 15) * 1_000_000L); // the io thread looks ever less often meanwhile
            long start = System.nanoTime();
            push.send(Msg.of("m"));
            await(arrived, 1);
            took[i] = System.nanoTime() - start;
        }
        assertThat(median(took)).isLessThan(AT_ONCE);
    }

    @ParameterizedTest(name = "{0} of {1} bytes, leader: {2}")
    @CsvSource({
        "1, 1, false",
        "2, 1, false",
        "10, 1, true",
        "100, 1, false",
        "600, 1, true",
        "749, 1, false",
        "750, 1, false",
        "751, 1, true",
        "5000, 1, false",
        "5000, 1, true",
        "10, 1024, false",
        "63, 1024, true",
        "64, 1024, false",
        "65, 1024, true",
        "751, 1024, false",
        "5000, 1024, false",
        "1, 65536, true",
        "10, 65536, false",
        "100, 65536, true",
        "600, 65536, false"
    })
    void shouldDeliverTheEndOfABurstWithoutAnotherCall(int count, int size, boolean withLeader)
            throws InterruptedException {
        ZmqSocket pull = peers.bound(SocketType.PULL, Transport.TCP, options -> options.receiveHwm(ENOUGH));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        if (withLeader) {
            startLeader();
        }
        Semaphore arrived = startReceiver(pull);
        byte[] body = new byte[size];
        long[] took = new long[BURSTS];
        for (int burst = 0; burst < BURSTS; burst++) {
            for (int i = 0; i < count; i++) {
                push.send(Msg.of(body));
            }
            long end = System.nanoTime();
            await(arrived, count);
            took[burst] = System.nanoTime() - end;
            LockSupport.parkNanos(burst * 3_000_000L);
        }
        assertThat(median(took)).isLessThan(AT_ONCE);
    }

    @Test
    void shouldSendARequestThoughNobodyReceivesTheReply() {
        ZmqSocket rep = peers.bound(SocketType.REP, Transport.TCP);
        ZmqSocket req = sockets.connected(SocketType.REQ, rep);
        req.send(Msg.of("request"));
        assertReceives(rep, "request");
    }

    @Test
    void shouldServeTwoReceiversThoughOneOfThemWorksBetweenItsCalls() throws InterruptedException {
        ZmqSocket busy = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket quick = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket toBusy = peers.connected(SocketType.PUSH, busy);
        ZmqSocket toQuick = peers.connected(SocketType.PUSH, quick);
        Semaphore busyArrived = new Semaphore(0);
        crew.repeat("busy", () -> {
            busy.receive(SocketConfig.FOREVER);
            busyArrived.release();
            long end = System.nanoTime() + 20_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        });
        Semaphore quickArrived = startReceiver(quick);
        long[] took = new long[SENDS];
        for (int i = 0; i < SENDS; i++) {
            toBusy.send(Msg.of("work"));
            long start = System.nanoTime();
            toQuick.send(Msg.of("m"));
            await(quickArrived, 1);
            took[i] = System.nanoTime() - start;
            await(busyArrived, 1);
        }
        assertThat(median(took)).isLessThan(AT_ONCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 30})
    void shouldEndAReceiveInTimeWhileItLeads(int millis) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        long[] took = new long[15];
        for (int i = 0; i < took.length; i++) {
            long start = System.nanoTime();
            assertThat(pull.receive(Duration.ofMillis(millis))).isNull();
            took[i] = System.nanoTime() - start;
            assertThat(took[i]).isGreaterThanOrEqualTo(Duration.ofMillis(millis).toNanos());
        }
        assertThat(median(took)).isLessThan(Duration.ofMillis(millis + 8).toNanos());
    }

    @Test
    void shouldKeepTheChannelsWhenALeaderIsInterrupted() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push = peers.connected(SocketType.PUSH, pull);
        Thread leader = crew.once("leader", () -> {
            assertThatThrownBy(() -> receiveForEver(pull)).isInstanceOf(ZmqInterruptedException.class);
            assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        });
        makePoll(leader, pull);
        leader.interrupt();
        crew.assertDone();
        push.send(Msg.of("after"));
        assertReceives(pull, "after");
        awaitPeers(pull, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("try") // the close is what is tested
    void shouldEndTheCallOfALeaderAtOnceWhenItsSocketIsClosed(boolean wholeContext) {
        try (TestSockets own = new TestSockets()) {
            ZmqSocket pull = own.bound(SocketType.PULL, Transport.TCP);
            Thread leader = crew.once("leader", () -> assertThatThrownBy(() -> receiveForEver(pull))
                    .isInstanceOf(SocketClosedException.class));
            makePoll(leader, pull);
            if (wholeContext) {
                own.close();
            } else {
                pull.close();
            }
            crew.assertDone();
        }
    }

    @Test
    void shouldBindAndConnectAndCloseAtOnceWhileALeaderSleeps() throws InterruptedException {
        startLeader();
        long[] took = new long[15];
        for (int i = 0; i < took.length; i++) {
            LockSupport.parkNanos(i * 1_000_000L);
            long start = System.nanoTime();
            ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
            ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
            push.send(Msg.of("m"));
            Waiting.until("the message", () -> pull.tryReceive() != null);
            took[i] = System.nanoTime() - start;
            push.close();
            pull.close();
        }
        assertThat(median(took)).isLessThan(2 * AT_ONCE);
        Waiting.until(
                "only the leader's socket is left", () -> sockets.context().openSockets() == 1);
    }

    @Test
    void shouldKeepAliveAndReconnectWhileTheOnlyThreadLeads() {
        ZmqSocket first = peers.bound(SocketType.PUSH, Transport.TCP);
        String endpoint = endpointOf(first);
        ZmqSocket pull =
                sockets.connected(SocketType.PULL, first, options -> options.heartbeatInterval(Duration.ofMillis(100))
                        .heartbeatTimeout(Duration.ofSeconds(5)));
        awaitPeers(first, 1);
        Semaphore arrived = new Semaphore(0);
        Thread leader = crew.repeat("leader", () -> {
            pull.receive(SocketConfig.FOREVER);
            arrived.release();
        });
        Waiting.until("it polls", () -> {
            first.send(Msg.of("feed"));
            return inSelector(leader);
        });
        first.close();
        int before = arrived.availablePermits();
        ZmqSocket second = peers.socket(SocketType.PUSH);
        second.bind(endpoint);
        awaitPeers(second, 1);
        second.send(Msg.of("from the second"));
        Waiting.until("its message", () -> arrived.availablePermits() > before);
    }

    @Test
    void shouldServeAllConnectionsOfSeveralIoThreads() throws InterruptedException {
        try (TestSockets wide =
                new TestSockets(ContextConfig.builder().ioThreads(2).build())) {
            ZmqSocket pull = wide.bound(SocketType.PULL, Transport.TCP);
            List<ZmqSocket> pushes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                pushes.add(peers.connected(SocketType.PUSH, pull));
            }
            Semaphore arrived = startReceiver(pull);
            long[] took = new long[SENDS];
            for (int i = 0; i < SENDS; i++) {
                long start = System.nanoTime();
                pushes.get(i % 4).send(Msg.of("m"));
                await(arrived, 1);
                took[i] = System.nanoTime() - start;
            }
            assertThat(median(took)).isLessThan(AT_ONCE);
        }
    }

    @Test
    void shouldLoseNothingOfABurstToManySubscribersBelowTheMark() throws InterruptedException {
        int subscribers = 10;
        int burst = 5_000;
        ZmqSocket pub = sockets.bound(SocketType.XPUB, Transport.TCP, options -> options.sendHwm(2 * burst));
        List<Semaphore> arrivals = new ArrayList<>();
        for (int i = 0; i < subscribers; i++) {
            ZmqSocket sub = peers.connected(SocketType.SUB, pub, options -> options.receiveHwm(2 * burst));
            sub.subscribe("topic-" + i % 2);
            arrivals.add(startReceiver(sub));
        }
        awaitPeers(pub, subscribers);
        assertThat(pub.receive()).isNotNull(); // the first subscriber of each topic is told of
        assertThat(pub.receive()).isNotNull();
        Waiting.until("all subscriptions have come", () -> {
            pub.send(Msg.of("topic-0"));
            pub.send(Msg.of("topic-1"));
            return arrivals.stream().allMatch(arrived -> arrived.availablePermits() > 0);
        });
        long probes = pub.stats().messagesSent() / 2;
        for (int i = 0; i < burst; i++) {
            pub.send(Msg.of("topic-0"));
            pub.send(Msg.of("topic-1"));
        }
        for (Semaphore arrived : arrivals) {
            await(arrived, burst);
        }
        assertThat(probes).isLessThan(burst); // else they would be a load of their own
        assertThat(pub.stats().dropped().values()).allMatch(dropped -> dropped == 0);
    }

    @Test
    void shouldLeaveThePollingToTheIoThreadWhenAVirtualThreadWaits() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21);
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        ZmqSocket push = peers.connected(SocketType.PUSH, pull);
        Semaphore arrived = new Semaphore(0);
        Runnable receive = () -> {
            pull.receive(SocketConfig.FOREVER);
            arrived.release();
        };
        Thread virtual = (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, receive);
        Waiting.until("it waits", () -> virtual.getState() == Thread.State.TIMED_WAITING);
        push.send(Msg.of("m"));
        Waiting.until("the message", () -> arrived.availablePermits() == 1);
    }
}
