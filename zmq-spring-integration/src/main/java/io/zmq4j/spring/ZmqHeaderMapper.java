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
 * Which headers travel in header frames: those whose names match a pattern of the list of their direction, where {@code *}
 * stands for any characters. A pattern that begins with {@code !} refuses what it matches, whatever the others say and
 * wherever it stands; {@code \!} begins the name of a header with an exclamation mark. Names are matched with regard to case.
 * Those that {@link ZmqHeaders} calls transported always travel. No pattern lets in or out what steers a message inside an
 * application: {@code id},
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

    private final List<String> accept;
    private final List<String> send;
    private final Patterns acceptable;
    private final Patterns sendable;

    /** With {@link #DEFAULT_ACCEPT} and {@link #DEFAULT_SEND}. */
    public ZmqHeaderMapper() {
        this(DEFAULT_ACCEPT, DEFAULT_SEND);
    }

    /** With these patterns for received and for sent headers. */
    public ZmqHeaderMapper(List<String> accept, List<String> send) {
        this.accept = List.copyOf(accept);
        this.send = List.copyOf(send);
        this.acceptable = Patterns.of(accept);
        this.sendable = Patterns.of(send);
    }

    /** The same with other patterns for received headers. */
    public ZmqHeaderMapper accept(String... patterns) {
        return new ZmqHeaderMapper(List.of(patterns), send);
    }

    /** The same with other patterns for sent headers. */
    public ZmqHeaderMapper send(String... patterns) {
        return new ZmqHeaderMapper(accept, List.of(patterns));
    }

    /** Puts the headers to send, as text, into the target. */
    @Override
    public void fromHeaders(MessageHeaders headers, Map<String, String> target) {
        for (Map.Entry<String, Object> header : headers.entrySet()) {
            if (allowed(header.getKey(), sendable)) {
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
            if (allowed(name, acceptable)) {
                accepted.put(name, value);
            }
        });
        return new MessageHeaders(accepted);
    }

    /** Those that let in, and those that refuse, without their exclamation mark. */
    private record Patterns(String[] allowed, String[] refused) {

        static Patterns of(List<String> patterns) {
            return new Patterns(
                    patterns.stream()
                            .filter(pattern -> !pattern.startsWith("!"))
                            .map(pattern -> pattern.startsWith("\\!") ? pattern.substring(1) : pattern)
                            .toArray(String[]::new),
                    patterns.stream()
                            .filter(pattern -> pattern.startsWith("!"))
                            .map(pattern -> pattern.substring(1))
                            .toArray(String[]::new));
        }

        boolean allow(String name) {
            return PatternMatchUtils.simpleMatch(allowed, name) && !PatternMatchUtils.simpleMatch(refused, name);
        }
    }

    private static boolean allowed(String name, Patterns patterns) {
        if (TRANSPORTED.contains(name)) {
            return true;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith(ZmqHeaders.PREFIX) && !REFUSED.contains(lower) && patterns.allow(name);
    }

    private static @Nullable String text(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        return value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value.toString();
    }
}
