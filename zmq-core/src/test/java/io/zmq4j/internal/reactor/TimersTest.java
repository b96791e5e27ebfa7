package io.zmq4j.internal.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {

    private static final FailureHandler NONE = (source, failure) -> {
        throw new AssertionError(failure);
    };

    private final Timers timers = new Timers();

    @Test
    void shouldTellHowLongToWait() {
        assertThat(timers.untilNext(0)).isEqualTo(Long.MAX_VALUE);
        timers.schedule(100, () -> {});
        assertThat(timers.untilNext(30)).isEqualTo(70);
        assertThat(timers.untilNext(100)).isZero();
        assertThat(timers.untilNext(500)).isZero();
    }

    @Test
    void shouldRunWhatIsDueAndNothingElse() {
        List<String> ran = new ArrayList<>();
        timers.schedule(20, () -> ran.add("b"));
        timers.schedule(10, () -> ran.add("a"));
        timers.schedule(21, () -> ran.add("c"));
        assertThat(timers.runDue(20, NONE)).isEqualTo(2);
        assertThat(ran).containsExactly("a", "b");
        assertThat(timers.size()).isEqualTo(1);
    }

    @Test
    void shouldCompareDeadlinesAcrossTheOverflowOfTheClock() {
        List<String> ran = new ArrayList<>();
        long now = Long.MAX_VALUE - 5;
        timers.schedule(now + 10, () -> ran.add("after"));
        timers.schedule(now + 1, () -> ran.add("before"));
        assertThat(timers.untilNext(now)).isEqualTo(1);
        timers.runDue(now + 1, NONE);
        assertThat(ran).containsExactly("before");
        timers.runDue(now + 10, NONE);
        assertThat(ran).containsExactly("before", "after");
    }

    @Test
    void shouldReturnWhenATaskSchedulesItselfForNow() {
        int[] runs = {0};
        Runnable again = new Runnable() {
            @Override
            public void run() {
                runs[0]++;
                timers.schedule(0, this);
            }
        };
        timers.schedule(0, again);
        assertThat(timers.runDue(0, NONE)).isEqualTo(1);
        assertThat(runs[0]).isEqualTo(1);
        assertThat(timers.size()).isEqualTo(1);
    }

    @Test
    void shouldReportATaskThatThrowsAndRunTheNextOne() {
        List<Object> seen = new ArrayList<>();
        timers.schedule(1, () -> {
            throw new IllegalStateException("broken");
        });
        timers.schedule(2, () -> seen.add("next"));
        timers.runDue(5, (source, failure) -> seen.add(failure.getMessage()));
        assertThat(seen).containsExactly("broken", "next");
    }

    @Test
    void shouldIgnoreACancelThatComesTooLateOrTwice() {
        Timers.Timer ran = timers.schedule(1, () -> {});
        Timers.Timer other = timers.schedule(2, () -> {});
        timers.runDue(1, NONE);
        ran.cancel();
        assertThat(timers.size()).isEqualTo(1);
        other.cancel();
        other.cancel();
        assertThat(timers.size()).isZero();
    }

    @Test
    void shouldAgreeWithASortedListWhenUsedAtRandom() {
        record Entry(long deadline, int id, Timers.Timer[] timer) {}
        Random random = new Random(9);
        List<Entry> model = new ArrayList<>();
        List<Integer> ran = new ArrayList<>();
        long now = 0;
        for (int step = 0; step < 50_000; step++) {
            int choice = random.nextInt(10);
            if (choice < 5) {
                // distinct deadlines, so that the order is fixed
                Entry entry = new Entry(now + 1 + random.nextInt(1000) * 65_536L + step, step, new Timers.Timer[1]);
                entry.timer[0] = timers.schedule(entry.deadline, () -> ran.add(entry.id));
                model.add(entry);
            } else if (choice < 8 && !model.isEmpty()) {
                model.remove(random.nextInt(model.size())).timer[0].cancel();
            } else {
                now += random.nextInt(2_000_000);
                long due = now;
                List<Integer> expected = model.stream()
                        .filter(entry -> entry.deadline <= due)
                        .sorted(Comparator.comparingLong(Entry::deadline))
                        .map(Entry::id)
                        .toList();
                model.removeIf(entry -> entry.deadline <= due);
                ran.clear();
                assertThat(timers.runDue(now, NONE)).isEqualTo(expected.size());
                assertThat(ran).isEqualTo(expected);
                long next = model.stream().mapToLong(Entry::deadline).min().orElse(Long.MAX_VALUE);
                assertThat(timers.untilNext(now)).isEqualTo(next == Long.MAX_VALUE ? next : next - now);
            }
            assertThat(timers.size()).isEqualTo(model.size());
        }
    }
}
