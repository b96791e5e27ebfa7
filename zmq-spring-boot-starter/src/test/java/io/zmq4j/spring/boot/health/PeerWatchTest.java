package io.zmq4j.spring.boot.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerWatchTest {

    private static final long BEGIN = Long.MAX_VALUE - 1_000;

    private static long at(long millis) {
        return BEGIN + Duration.ofMillis(millis).toNanos();
    }

    private static PeerWatch watch(long graceMillis) {
        return new PeerWatch(new PeerRule(1, Duration.ofMillis(graceMillis)), BEGIN);
    }

    @Test
    void shouldBeDownOnlyAfterTheGrace() {
        PeerWatch watch = watch(30_000);
        assertThat(watch.isDown(0, at(0))).isFalse();
        assertThat(watch.isDown(0, at(29_999))).isFalse();
        assertThat(watch.isDown(0, at(30_000))).isTrue();
    }

    @Test
    void shouldBeginTheGraceAnewWhenAPeerWasThere() {
        PeerWatch watch = watch(30_000);
        watch.isDown(0, at(0));
        assertThat(watch.isDown(1, at(29_000))).isFalse();
        assertThat(watch.isDown(0, at(31_000))).isFalse();
        assertThat(watch.isDown(0, at(60_999))).isFalse();
        assertThat(watch.isDown(0, at(61_000))).isTrue();
    }

    @Test
    void shouldBeUpAgainWhenPeersAreThere() {
        PeerWatch watch = watch(0);
        assertThat(watch.isDown(0, at(0))).isTrue();
        assertThat(watch.isDown(1, at(999))).isTrue();
        assertThat(watch.isDown(1, at(1_000))).isFalse();
    }

    @Test
    void shouldNeverBeDownWhenPeersDoNotCount() {
        assertThat(new PeerWatch(PeerRule.NONE, BEGIN).isDown(0, at(100_000))).isFalse();
    }

    /** A peer that comes and goes a hundred times a second, for a minute. */
    @ParameterizedTest
    @ValueSource(longs = {0, 5, 500, 5_000})
    void shouldChangeAtMostOnceInAWindow(long graceMillis) {
        PeerWatch watch = watch(graceMillis);
        boolean last = false;
        long changedAt = -PeerWatch.STEADY.toMillis();
        int changes = 0;
        for (long millis = 0; millis < 60_000; millis++) {
            boolean down = watch.isDown(millis / 5 % 2, at(millis));
            if (down != last) {
                assertThat(millis - changedAt).isGreaterThanOrEqualTo(PeerWatch.STEADY.toMillis());
                changedAt = millis;
                changes++;
            }
            last = down;
        }
        assertThat(changes).isLessThanOrEqualTo(60);
        if (graceMillis > 5) {
            assertThat(changes).isZero();
        }
    }
}
