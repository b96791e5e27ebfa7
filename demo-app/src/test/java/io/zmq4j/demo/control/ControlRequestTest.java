package io.zmq4j.demo.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ControlRequestTest {

    private final JsonMapper json = new JsonMapper();

    @Test
    void shouldReadWords() {
        assertThat(parse(" status\n")).isEqualTo(new ControlRequest("status", null));
        assertThat(parse("set-interval  500")).isEqualTo(new ControlRequest("set-interval", "500"));
    }

    @Test
    void shouldReadJson() {
        assertThat(parse("{\"command\":\"status\"}")).isEqualTo(new ControlRequest("status", null));
        assertThat(parse("{\"command\":\"set-interval\",\"ms\":500}"))
                .isEqualTo(new ControlRequest("set-interval", "500"));
        assertThat(parse("{\"command\":\"set-interval\",\"ms\":[]}")).isEqualTo(new ControlRequest("set-interval", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"set interval 500", "{\"command\":", "{} status"})
    void shouldSayWhatIsAllowedWhenTextIsNeither(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(text)).withMessageContaining("allowed: ");
    }

    @Test
    void shouldRefuseTextWhenItIsLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse("x".repeat(201)))
                .withMessage("request of 201 characters, allowed: up to 200");
    }

    private ControlRequest parse(String text) {
        return ControlRequest.parse(text, json);
    }
}
