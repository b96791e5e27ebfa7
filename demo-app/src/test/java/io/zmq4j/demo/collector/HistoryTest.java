package io.zmq4j.demo.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.demo.agent.Figures;
import io.zmq4j.demo.agent.MemoryFigures;
import io.zmq4j.demo.agent.Topics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private final History history = new History(new CollectorProperties(2));

    @Test
    void shouldKeepLastFiguresOfEachTopicWhenTopicsDiffer() {
        Figures[] figures = {figures(0), figures(1), figures(2), figures(3)};
        history.add(Topics.CPU, figures[0]);
        history.add(Topics.MEMORY, figures[1]);
        history.add(Topics.MEMORY, figures[2]);
        history.add(Topics.MEMORY, figures[3]);

        assertThat(history.after(0))
                .isEqualTo(new History.Excerpt(
                        4, Map.of(Topics.CPU, List.of(figures[0]), Topics.MEMORY, List.of(figures[2], figures[3]))));
        assertThat(history.latest()).isEqualTo(Map.of(Topics.CPU, figures[0], Topics.MEMORY, figures[3]));
    }

    @Test
    void shouldReturnOnlyWhatCameLaterWhenReadAgain() {
        history.add(Topics.CPU, figures(0));
        long read = history.after(0).sequence();
        Figures later = figures(1);
        history.add(Topics.CPU, later);

        assertThat(history.after(read).figures()).isEqualTo(Map.of(Topics.CPU, List.of(later)));
        assertThat(history.received()).isEqualTo(2);
    }

    private static Figures figures(int second) {
        return new MemoryFigures(Instant.ofEpochSecond(second), 2, 1, 50, 0, 0);
    }
}
