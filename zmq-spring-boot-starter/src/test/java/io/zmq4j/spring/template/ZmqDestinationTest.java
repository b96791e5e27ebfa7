package io.zmq4j.spring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ZmqDestinationTest {

    @Test
    void shouldSplitAtTheFirstSlashWhenThereIsATopic() {
        assertThat(ZmqDestination.of("events")).isEqualTo(new ZmqDestination("events", null));
        assertThat(ZmqDestination.of("events/a/b")).isEqualTo(new ZmqDestination("events", "a/b"));
        assertThat(ZmqDestination.of("events/")).isEqualTo(new ZmqDestination("events", ""));
        assertThat(ZmqDestination.of("events/a/b")).hasToString("events/a/b");
    }

    @Test
    void shouldRefuseTextWhenItNamesNoSocket() {
        assertThatThrownBy(() -> ZmqDestination.of("/topic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/topic");
    }
}
