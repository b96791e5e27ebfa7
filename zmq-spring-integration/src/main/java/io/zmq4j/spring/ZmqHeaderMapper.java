package io.zmq4j.spring;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.HeaderMapper;
import org.springframework.util.PatternMatchUtils;

/**
 * Which headers travel in header frames: those whose names match a pattern ({@code *} stands for any characters) of the
 * list of their direction, and always those that {@link ZmqHeaders} calls transported. No pattern lets in or out what steers a message inside an application: {@code id},
 * {@code timestamp}, {@code replyChannel}, {@code errorChannel} and the other {@code zmq_} names. Immutable.
 */
public final class ZmqHeaderMapper implements HeaderMapper<Map<String, String>> {

    /** What is taken from received header frames by default. */
    public static final List<String> DEFAULT_ACCEPT = List.of("traceparent", "tracestate", "app_*");

    /** What is sent in header frames by default. */
    public static final List<String> DEFAULT_SEND = List.of("traceparent", "tracestate", "contentType", "app_*");

    private static final Set<String> TRANSPORTED = Set.of(
            ZmqHeaders.CORRELATION_ID,
            ZmqHeaders.ERROR_CLASS,
            ZmqHeaders.ERROR_MESSAGE,
            ZmqHeaders.ORIGINAL_SOCKET,
            ZmqHeaders.ORIGINAL_LISTENER,
            ZmqHeaders.ORIGINAL_ATTEMPTS,
            ZmqHeaders.PAYLOAD_TYPE);

    /** In lower case, as a header map may be read without regard to case. */
    private static final Set<String> REFUSED = Set.of("id", "timestamp", "replychannel", "errorchannel");

    private final String[] accept;
    private final String[] send;

    /** With {@link #DEFAULT_ACCEPT} and {@link #DEFAULT_SEND}. */
    public ZmqHeaderMapper() {
        this(DEFAULT_ACCEPT, DEFAULT_SEND);
    }

    /** With these patterns for received and for sent headers. */
    public ZmqHeaderMapper(List<String> accept, List<String> send) {
        this.accept = accept.toArray(String[]::new);
        this.send = send.toArray(String[]::new);
    }

    /** The same with other patterns for received headers. */
    public ZmqHeaderMapper accept(String... patterns) {
        return new ZmqHeaderMapper(List.of(patterns), List.of(send));
    }

    /** The same with other patterns for sent headers. */
    public ZmqHeaderMapper send(String... patterns) {
        return new ZmqHeaderMapper(List.of(accept), List.of(patterns));
    }

    /** Puts the headers to send, as text, into the target. */
    @Override
    public void fromHeaders(MessageHeaders headers, Map<String, String> target) {
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            if (allowed(header.getKey(), send)) {
                String value = text(header.getValue());
                if (value != null) {
                    target.put(header.getKey(), value);
                }
            }
        }
    }

    /** The received headers that are accepted. */
    @Override
    public MessageHeaders toHeaders(Map<String, String> source) {
        Map<String, Object> accepted = new LinkedHashMap<>();
        source.forEach((name, value) -> {
            if (allowed(name, accept)) {
                accepted.put(name, value);
            }
        });
        return new MessageHeaders(accepted);
    }

    private static boolean allowed(String name, String[] patterns) {
        if (TRANSPORTED.contains(name)) {
            return true;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith(ZmqHeaders.PREFIX)
                && !REFUSED.contains(lower)
                && PatternMatchUtils.simpleMatch(patterns, name);
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
    }
}
