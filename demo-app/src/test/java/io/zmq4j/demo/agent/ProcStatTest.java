package io.zmq4j.demo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProcStatTest {

    private static final String BEFORE =
            """
            cpu  200 0 100 700 0 0 0 0 50 0
            cpu0 100 0 50 350 0 0 0 0 50 0
            cpu1 100 0 50 350 0 0 0 0 0 0
            intr 3846950 0 0
            ctxt 23829556
            """;
    private static final String AFTER =
            """
            cpu  230 5 110 840 10 3 2 0 50 0
            cpu0 130 5 60 350 0 3 2 0 50 0
            cpu1 100 0 50 490 10 0 0 0 0 0
            """;

    @Test
    void shouldTellShareOfBusyTimeBetweenTwoReadings() {
        ProcStat before = ProcStat.parse(BEFORE);
        ProcStat after = ProcStat.parse(AFTER);

        // busy: 30 user, 5 nice, 10 system, 3 irq, 2 softirq of 200 ticks; guest time is in user time already
        assertThat(after.total().busyPercentSince(before.total())).isEqualTo(25.0);
        assertThat(after.cores().get(0).busyPercentSince(before.cores().get(0))).isEqualTo(100.0);
        assertThat(after.cores().get(1).busyPercentSince(before.cores().get(1))).isZero();
    }

    @Test
    void shouldTellNothingBusyWhenNoTickHasPassed() {
        ProcStat stat = ProcStat.parse(BEFORE);

        assertThat(stat.total().busyPercentSince(stat.total())).isZero();
    }

    @Test
    void shouldReadOldKernelsWhenColumnsAreMissing() {
        assertThat(ProcStat.parse("cpu 10 0 10 20").total()).isEqualTo(new ProcStat.Ticks(20, 40));
    }

    @Test
    void shouldRefuseTextWithoutTotals() {
        assertThatThrownBy(() -> ProcStat.parse("intr 1 2 3")).hasMessageContaining("no line 'cpu'");
    }
}
