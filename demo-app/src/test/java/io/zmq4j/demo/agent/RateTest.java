package io.zmq4j.demo.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Rate rate = new Rate(1000, SECOND);

    @Test
    void shouldTellGrowthPerSecond() {
        assertThat(rate.update(1500, 3 * SECOND)).isEqualTo(250);
        assertThat(rate.update(1500, 4 * SECOND)).isZero();
    }

    @Test
    void shouldCountFromZeroWhenCounterStartedAnew() {
        assertThat(rate.update(300, 2 * SECOND)).isEqualTo(300);
    }

    @Test
    void shouldKeepRateWhenNoTimeHasPassed() {
        rate.update(1500, 2 * SECOND);

        assertThat(rate.update(9999, 2 * SECOND)).isEqualTo(500);
    }
}
