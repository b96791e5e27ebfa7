package io.zmq4j.internal.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class SpinBudgetTest {

    private final SpinBudget budget = new SpinBudget(1000);

    private static void assumeSeveralCores() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
    }

    /** How many waits go without a look until the next one with it. */
    private int skipped() {
        int count = 0;
        while (!budget.isDue()) {
            count++;
        }
        return count;
    }

    @Test
    void shouldNeverBeDueWithoutTime() {
        SpinBudget none = new SpinBudget(0);
        none.onEnd(true);
        assertThat(none.isDue()).isFalse();
    }

    @Test
    void shouldLookAtEveryWaitWhileItPays() {
        assumeSeveralCores();
        for (int i = 0; i < 5; i++) {
            assertThat(budget.isDue()).isTrue();
            budget.onEnd(true);
        }
        assertThat(budget.nanos()).isEqualTo(1000);
    }

    @Test
    void shouldLookEverMoreRarelyAfterLooksInVain() {
        assumeSeveralCores();
        int[] expected = {0, 1, 3, 7, 15, 31, 63, 127, 255, 255};
        for (int waits : expected) {
            assertThat(skipped()).isEqualTo(waits);
            budget.onEnd(false);
        }
    }

    @Test
    void shouldLookEachTimeAgainAfterASuccess() {
        assumeSeveralCores();
        budget.onEnd(false);
        budget.onEnd(false);
        assertThat(skipped()).isEqualTo(3);
        budget.onEnd(true);
        assertThat(skipped()).isZero();
    }
}
