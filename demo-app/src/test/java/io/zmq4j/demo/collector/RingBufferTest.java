package io.zmq4j.demo.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class RingBufferTest {

    @Test
    void shouldDropOldestWhenFull() {
        RingBuffer<String> buffer = new RingBuffer<>(2);

        buffer.add("a");
        buffer.add("b");
        buffer.add("c");

        assertThat(buffer.toList()).containsExactly("b", "c");
        assertThat(buffer.newest()).isEqualTo("c");
    }

    @Test
    void shouldHaveNoNewestWhenEmpty() {
        assertThat(new RingBuffer<String>(1).newest()).isNull();
    }

    @Test
    void shouldRefuseCapacityBelowOne() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RingBuffer<String>(0))
                .withMessage("capacity 0, allowed: from 1");
    }
}
