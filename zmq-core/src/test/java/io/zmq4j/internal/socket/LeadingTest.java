package io.zmq4j.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.ContextConfig;
import io.zmq4j.SocketStats;
import io.zmq4j.internal.reactor.Leader;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.reactor.Signaler;
import io.zmq4j.internal.session.Child;
import io.zmq4j.internal.session.PeerIds;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeadingTest {

    private static final long SECOND = 1_000_000_000L;

    private final Reactor reactor = newReactor();
    private final Reactor other = newReactor();
    private final Children children = new Children(() -> {});
    private final Waiters waiters = new Waiters();
    private final AtomicInteger sleepers = new AtomicInteger();
    private final Leading leading = new Leading(children, waiters, sleepers, 0);

    private static Reactor newReactor() {
        return new Reactor(System::nanoTime, (source, failure) -> {
            throw new AssertionError(failure);
        });
    }

    @AfterEach
    void close() {
        reactor.close();
        other.close();
    }

    private final Leader satisfied = new Leader() {
        @Override
        public boolean mayLeave() {
            return true;
        }

        @Override
        public Signaler source() {
            return waiters;
        }
    };

    private record Connection(Reactor reactor, long id) implements Child {
        Connection(Reactor reactor) {
            this(reactor, PeerIds.next());
        }

        @Override
        public String endpoint() {
            return "tcp://127.0.0.1:1";
        }

        @Override
        public boolean isAccepted() {
            return false;
        }

        @Override
        public void close(Duration linger) {}

        @Override
        public void endConnection() {}

        @Override
        public void named(byte[] routingId) {}

        @Override
        public SocketStats.Peer status() {
            return null;
        }
    }

    @Test
    void shouldLeadTheReactorOfItsConnections() {
        children.adopt(new Connection(reactor));
        children.adopt(new Connection(reactor));
        assertThat(leading.tryLead(satisfied, SECOND)).isTrue();
    }

    @Test
    void shouldNotLeadWithoutAConnection() {
        assertThat(leading.tryLead(satisfied, SECOND)).isFalse();
    }

    @Test
    void shouldNotLeadOneOfSeveralReactors() {
        children.adopt(new Connection(reactor));
        children.adopt(new Connection(other));
        assertThat(leading.tryLead(satisfied, SECOND)).isFalse();
    }

    @Test
    void shouldNotLeadForLessThanASelectorCounts() {
        children.adopt(new Connection(reactor));
        assertThat(leading.tryLead(satisfied, 999_999)).isFalse();
        assertThat(leading.tryLead(satisfied, 1_000_000)).isTrue();
    }

    @Test
    void shouldNotLeadWhileAnotherThreadSleeps() {
        children.adopt(new Connection(reactor));
        sleepers.incrementAndGet();
        assertThat(leading.tryLead(satisfied, SECOND)).isFalse();
        sleepers.decrementAndGet();
        assertThat(leading.tryLead(satisfied, SECOND)).isTrue();
    }

    @Test
    void shouldNotLeadInAVirtualThread() throws Exception {
        children.adopt(new Connection(reactor));
        AtomicInteger led = new AtomicInteger(-1);
        Runnable task = () -> led.set(leading.tryLead(satisfied, SECOND) ? 1 : 0);
        boolean virtual = Runtime.version().feature() >= 21;
        Thread thread = virtual
                ? (Thread) Thread.class
                        .getMethod("startVirtualThread", Runnable.class)
                        .invoke(null, task)
                : new Thread(task);
        if (!virtual) {
            thread.start();
        }
        thread.join(10_000);
        assertThat(led).hasValue(virtual ? 0 : 1);
    }

    @Test
    void shouldCountWhoSleeps() {
        Thread.currentThread().interrupt(); // ends the sleep at once
        leading.park(SECOND);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sleepers).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 20_000, 1_000_000})
    void shouldAcceptASpinTimeOfAMillisecondAtMost(long nanos) {
        Duration time = Duration.ofNanos(nanos);
        assertThat(ContextConfig.builder().spinTime(time).build().spinTime()).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_001})
    void shouldRefuseAnotherSpinTime(long nanos) {
        assertThatThrownBy(() -> ContextConfig.builder()
                        .spinTime(Duration.ofNanos(nanos))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed: from zero to PT0.001S");
    }
}
