package io.zmq4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.support.GenericMessage;

class MissingJsonConverterTest {

    private static final ZmqSocketSpec SPEC = ZmqSocketSpec.builder("orders", SocketType.PAIR)
            .bind("inproc://orders")
            .build();

    private final MsgMapper mapper = new MsgMapper()
            .withConverter(new CompositeMessageConverter(
                    List.of(new ByteArrayMessageConverter(), new MissingJsonConverter())));

    record Order(int id) {}

    @Test
    void shouldSayWhatToAddWhenAPayloadIsToBecomeAnObject() {
        assertThatThrownBy(() -> mapper.toMessage(Msg.of("{\"id\":1}"), SPEC, Order.class))
                .isInstanceOf(ZmqConversionException.class)
                .hasMessageContaining(Order.class.getName())
                .hasMessageContaining("spring-boot-starter-jackson");
    }

    @Test
    void shouldSayWhatToAddWhenAnObjectIsToBeSent() {
        assertThatThrownBy(() -> mapper.toMsg(new GenericMessage<>(new Order(1)), SPEC))
                .isInstanceOf(ZmqConversionException.class)
                .hasMessageContaining(Order.class.getName())
                .hasMessageContaining("spring-boot-starter-jackson");
    }

    @Test
    void shouldLeaveBytesToTheOthers() {
        assertThat(mapper.toMessage(Msg.of("text"), SPEC, byte[].class).getPayload())
                .isEqualTo("text".getBytes(StandardCharsets.US_ASCII));
    }
}
