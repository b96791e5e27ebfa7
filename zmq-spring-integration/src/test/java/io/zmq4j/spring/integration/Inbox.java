package io.zmq4j.spring.integration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;

/** The messages that a flow has handled, in order, for one test to wait for. */
public final class Inbox implements Consumer<Message<?>> {

    private final BlockingQueue<Message<?>> messages = new LinkedBlockingQueue<>();

    @Override
    public void accept(Message<?> message) {
        messages.add(message);
    }

    /** The next message; fails the test when none comes. */
    public Message<?> next() throws InterruptedException {
        Message<?> message = messages.poll(10, TimeUnit.SECONDS);
        assertThat(message).as("a message within 10 s").isNotNull();
        return message;
    }

    /** The next message, or null when none comes within this time. */
    public @Nullable Message<?> nextWithin(Duration time) throws InterruptedException {
        return messages.poll(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The payload of the next message, which is one frame, as text. */
    public String nextText() throws InterruptedException {
        return text(next());
    }

    /** Whether a message was there within this time; takes it. */
    public boolean poll(Duration time) throws InterruptedException {
        return messages.poll(time.toMillis(), TimeUnit.MILLISECONDS) != null;
    }

    public void assertNothingFor(Duration time) throws InterruptedException {
        assertThat(messages.poll(time.toMillis(), TimeUnit.MILLISECONDS)).isNull();
    }

    public static String text(Message<?> message) {
        return new String((byte[]) message.getPayload(), UTF_8);
    }

    /** The payload of a message of several frames, as texts. */
    public static List<String> texts(Message<?> message) {
        return ((List<?>) message.getPayload())
                .stream().map(frame -> new String((byte[]) frame, UTF_8)).toList();
    }
}
