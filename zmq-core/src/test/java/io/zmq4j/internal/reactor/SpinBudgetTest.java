package io.zmq4j.internal.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class SpinBudgetTest {

    private static final long LONG = 6400;
    private static final long SHORT = LONG / 2;

    private final SpinBudget budget = new SpinBudget(LONG);

    private static void assumeSeveralCores() {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
    }

    /** How many waits go without a look until the next one with it. */
    private int skipped() {
        int count = 0;
        while (budget.next() == 0) {
            count++;
        }
        return count;
    }

    /** Uses up what is saved, by looks in vain; how many those were. */
    private int spendAll() {
        int count = 0;
        for (long nanos; (nanos = budget.next()) == LONG; count++) {
            budget.onEnd(false, nanos);
        }
        return count;
    }

    @Test
    void shouldNeverLookWithoutTime() {
        SpinBudget none = new SpinBudget(0);
        none.onEnd(true, 0);
        assertThat(none.next()).isZero();
    }

    @Test
    void shouldLookLongAtEveryWaitWhileAnswersComeEarly() {
        assumeSeveralCores();
        for (int i = 0; i < 1000; i++) {
            assertThat(budget.next()).isEqualTo(LONG);
            budget.onEnd(true, SHORT);
        }
    }

    @Test
    void shouldBridgeSomeMissesOfAFastPeer() {
        assumeSeveralCores();
        for (int i = 0; i < 3; i++) {
            assertThat(budget.next()).isEqualTo(LONG);
            budget.onEnd(false, LONG);
        }
        assertThat(budget.next()).isEqualTo(LONG);
    }

    @Test
    void shouldStopLongLooksWhenNothingIsSavedAnyMore() {
        assumeSeveralCores();
        assertThat(spendAll()).isBetween(4, 10);
        assertThat(budget.next()).isIn(0L, SHORT);
    }

    @Test
    void shouldStopLongLooksThatFindSomethingLateOnly() {
        assumeSeveralCores();
        int looks = 0;
        while (budget.next() == LONG) {
            budget.onEnd(true, LONG - 1);
            looks++;
        }
        assertThat(looks).isBetween(20, 40);
    }

    @Test
    void shouldLookRarelyAndShortlyAfterLooksInVain() {
        assumeSeveralCores();
        spendAll();
        skipped();
        budget.onEnd(false, SHORT);
        for (int i = 0; i < 5; i++) {
            assertThat(skipped()).isEqualTo(15);
            budget.onEnd(false, SHORT);
        }
    }

    @Test
    void shouldLookEachTimeAgainAfterASuccess() {
        assumeSeveralCores();
        spendAll();
        skipped();
        budget.onEnd(true, SHORT);
        assertThat(budget.next()).isEqualTo(SHORT);
    }

    @Test
    void shouldTryLongLooksAgainAfterManyWaits() {
        assumeSeveralCores();
        spendAll();
        int waits = 0;
        for (long nanos; (nanos = budget.next()) != LONG; waits++) {
            if (nanos > 0) {
                budget.onEnd(false, nanos);
            }
        }
        assertThat(waits).isBetween(1000, 4000);
    }
}
