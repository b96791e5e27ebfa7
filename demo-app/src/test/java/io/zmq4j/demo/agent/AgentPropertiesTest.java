package io.zmq4j.demo.agent;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentPropertiesTest {

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 49, 60_001})
    void shouldRefuseIntervalWhenOutOfRange(long millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AgentProperties(Duration.ofMillis(millis), Path.of("/proc")))
                .withMessage("interval " + millis + " ms, allowed: 50 to 60000 ms");
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 250, 60_000})
    void shouldTakeIntervalWhenInRange(long millis) {
        assertThatCode(() -> new AgentProperties(Duration.ofMillis(millis), Path.of("/proc")))
                .doesNotThrowAnyException();
    }
}
