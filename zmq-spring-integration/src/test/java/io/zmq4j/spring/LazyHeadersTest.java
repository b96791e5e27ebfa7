package io.zmq4j.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.messaging.support.MessageHeaderAccessor;

class LazyHeadersTest {

    private static final ZmqSocketSpec SPEC =
            ZmqSocketSpec.builder("in", SocketType.PULL).bind("tcp://*:5557").build();

    private final AtomicInteger made = new AtomicInteger();
    private final MessageHeaders headers = new LazyHeaders(() -> {
        made.incrementAndGet();
        return Map.of("one", 1, "two", "2");
    });

    @Test
    void shouldBeMadeOnceWhenSomebodyLooks() {
        assertThat(made).hasValue(0);
        assertThat(headers.get("one")).isEqualTo(1);
        assertThat(headers.size()).isEqualTo(2);
        assertThat(made).hasValue(1);
    }

    @Test
    void shouldLookLikeEveryOtherMap() {
        MessageHeaders plain = new PlainHeaders(Map.of("one", 1, "two", "2"));

        assertThat(headers.entrySet()).isEqualTo(plain.entrySet());
        assertThat(headers.keySet()).containsExactlyInAnyOrder("one", "two");
        assertThat(headers.values()).containsExactlyInAnyOrder(1, "2");
        assertThat(headers.containsKey("one")).isTrue();
        assertThat(headers.containsValue("2")).isTrue();
        assertThat(headers.isEmpty()).isFalse();
        assertThat(headers.get("two", String.class)).isEqualTo("2");
        assertThatThrownBy(() -> headers.get("one", String.class)).isInstanceOf(IllegalArgumentException.class);
        assertThat(headers).hasToString(plain.toString()).hasSameHashCodeAs(plain);
        assertThat(headers.equals(plain)).isTrue();
        assertThat(new HashMap<>(headers)).isEqualTo(Map.of("one", 1, "two", "2"));
        assertThat(headers.getId()).isNull();
        assertThat(headers.getTimestamp()).isNull();
    }

    @Test
    void shouldBeReadOnly() {
        assertThatThrownBy(() -> headers.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> headers.entrySet().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> headers.remove("one")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldBeCopiedByBuildersAndAccessors() {
        Message<?> message = MessageBuilder.createMessage("x", headers);

        assertThat(MessageBuilder.fromMessage(message)
                        .setHeader("three", 3)
                        .build()
                        .getHeaders())
                .containsEntry("one", 1)
                .containsEntry("three", 3);
        MessageHeaderAccessor accessor = new MessageHeaderAccessor(message);
        assertThat(accessor.getHeader("two")).isEqualTo("2");
    }

    @Test
    void shouldBeWrittenWithWhatTheyHold() throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(headers);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(new HashMap<>((Map<?, ?>) in.readObject())).isEqualTo(new HashMap<>(headers));
        }
    }

    @Test
    void shouldHaveTheHeadersThatEagerOnesHaveButNoIdAndTimestamp() {
        Msg msg = Msg.of("x").withMetadata(Metadata.EMPTY);
        Map<String, Object> eager =
                new HashMap<>(new MsgMapper().toMessage(msg, SPEC).getHeaders());
        assertThat(eager.remove(MessageHeaders.ID)).isInstanceOf(UUID.class);
        assertThat(eager.remove(MessageHeaders.TIMESTAMP)).isInstanceOf(Long.class);

        MsgMapper mapper = new MsgMapper().withIds(false);

        assertThat(new HashMap<>(mapper.toMessage(msg, SPEC).getHeaders())).isEqualTo(eager);
        assertThat(new HashMap<>(mapper.toMessage(msg, SPEC, String.class).getHeaders()))
                .isEqualTo(eager);
        assertThat(new HashMap<>(mapper.toRawMessage(msg, SPEC).getHeaders())).isEqualTo(eager);
        assertThat(mapper.toMessage(msg, SPEC).getPayload()).isEqualTo(msg.bytes(0));
    }
}
