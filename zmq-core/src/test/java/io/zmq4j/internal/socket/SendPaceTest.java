package io.zmq4j.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfig;
import io.zmq4j.internal.reactor.Reactor;
import io.zmq4j.internal.socket.SendPace.Way;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendPaceTest {

    private static final int FULL = 750;
    private static final int SINGLES = 8;

    private final Reactor reactor = new Reactor(System::nanoTime, (source, failure) -> {
        throw new AssertionError(failure);
    });
    private final SendPace pace = new SendPace(SocketConfig.defaults());

    @AfterEach
    void close() {
        reactor.close();
    }

    private static void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        Waiting.until("the pause is over", () -> System.nanoTime() - end >= 0);
    }

    /** Sends so many messages of one byte, the first of which finds the reader asleep. */
    private Way batch(int messages) {
        Way way = pace.onSent(1, reactor);
        for (int i = 1; i < messages; i++) {
            Way next = pace.onSent(1, null);
            way = next == Way.NOTHING ? way : next;
        }
        return way;
    }

    /** Sends full batches until the pace takes them for a stream. */
    private void stream() {
        Way first = Way.RUN;
        for (int i = 0; i < 10_000 && first != Way.DEFER; i++) {
            first = pace.onSent(1, reactor);
            for (int j = 1; j < FULL; j++) {
                pace.onSent(1, null);
            }
            pace.onResumed(); // from writing the full batch
        }
        assertThat(first).as("the first message of a batch in a stream").isEqualTo(Way.DEFER);
    }

    @Test
    void shouldWriteTheFirstMessagesAtOnce() {
        for (int i = 0; i < SINGLES; i++) {
            assertThat(pace.onSent(1, reactor)).isEqualTo(Way.RUN);
        }
        assertThat(pace.reactor()).isSameAs(reactor);
    }

    @Test
    void shouldHaveNothingToDoWhileTheReaderIsAwake() {
        assertThat(pace.onSent(1, reactor)).isEqualTo(Way.RUN);
        assertThat(pace.onSent(1, null)).isEqualTo(Way.NOTHING);
    }

    @Test
    void shouldWriteAFullBatchItself() {
        pace.onSent(1, reactor);
        for (int i = 2; i < FULL; i++) {
            assertThat(pace.onSent(1, null)).as("message %d", i).isEqualTo(Way.NOTHING);
        }
        assertThat(pace.onSent(1, null)).isEqualTo(Way.RUN);
    }

    @Test
    void shouldTakeManyBytesForAFullBatch() {
        pace.onSent(1, reactor);
        assertThat(pace.onSent(64 * 1024 - 2, null)).isEqualTo(Way.NOTHING);
        assertThat(pace.onSent(1, null)).isEqualTo(Way.RUN);
    }

    @Test
    void shouldLetTheIoThreadWriteWhatComesTooOftenForSinglesAndTooSlowlyForAStream() {
        Way way = Way.RUN;
        for (int i = 0; i < 10_000 && way == Way.RUN; i++) {
            way = batch(2); // far from a full batch
        }
        // so fast that even two messages a batch are a stream, or the io thread's
        assertThat(way).isIn(Way.WAKE, Way.DEFER);
    }

    @Test
    void shouldDeferTheFirstMessageOfABatchInAStream() {
        stream();
    }

    @Test
    void shouldWriteAtOnceAgainAfterAPause() {
        stream();
        pause(Duration.ofMillis(2));
        assertThat(pace.onSent(1, reactor)).isEqualTo(Way.RUN);
    }

    @Test
    void shouldDepartBeforeASmallQueueIsFull() {
        SocketConfig four = SocketConfig.builder().sendHwm(4).build();
        pace.reconfigure(four);
        assertThat(batch(2)).isEqualTo(Way.RUN);
        assertThat(pace.onSent(1, null)).isEqualTo(Way.RUN);
        pace.reconfigure(SocketConfig.builder().sendHwm(1).build());
        assertThat(pace.onSent(1, null)).isEqualTo(Way.RUN);
    }

    @Test
    void shouldHaveNothingToRunBeforeAnyCommandWasLeft() {
        pace.reconfigure(SocketConfig.builder().sendHwm(1).build());
        assertThat(pace.onSent(1, null)).isEqualTo(Way.NOTHING);
        assertThat(pace.reactor()).isNull();
    }

    @Test
    void shouldNotTakeAStreamForOneThatGoesOnAtAnotherReactor() {
        Reactor other = new Reactor(System::nanoTime, (source, failure) -> {});
        try {
            pace.onSent(1, reactor);
            assertThat(pace.onSent(1, other)).isEqualTo(Way.RUN);
            assertThat(pace.reactor()).isSameAs(other);
        } finally {
            other.close();
        }
    }
}
