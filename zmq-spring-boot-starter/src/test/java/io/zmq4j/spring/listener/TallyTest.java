package io.zmq4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void shouldNotWaitWhenCountIsZero() {
        assertThat(tally.awaitZero(in(Duration.ZERO))).isTrue();
    }

    @Test
    void shouldGiveUpWhenDeadlinePasses() {
        tally.up();
        assertThat(tally.awaitZero(in(Duration.ofMillis(10)))).isFalse();
        assertThat(tally.count()).isEqualTo(1);
    }

    @Test
    void shouldWakeWhenCountBecomesZero() throws Exception {
        tally.up();
        tally.up();
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> tally.awaitZero(in(Duration.ofSeconds(5))));
        tally.down();
        tally.down();
        assertThat(waiting.get(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldGiveUpAndKeepTheFlagWhenInterrupted() {
        tally.up();
        Thread.currentThread().interrupt();
        assertThat(tally.awaitZero(in(Duration.ofSeconds(5)))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
