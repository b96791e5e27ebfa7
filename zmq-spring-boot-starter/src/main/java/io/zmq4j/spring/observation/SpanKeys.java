package io.zmq4j.spring.observation;

import io.micrometer.common.KeyValue;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSocketSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/** Collects the keys of a span that are known. Not thread-safe. */
final class SpanKeys {

    private final List<KeyValue> values = new ArrayList<>();

    SpanKeys add(ZmqObservations.SpanKey key, @Nullable Object value) {
        if (value != null) {
            values.add(KeyValue.of(key, value.toString()));
        }
        return this;
    }

    /** @param topic text, or bytes in UTF-8 */
    SpanKeys topic(@Nullable Object topic) {
        return add(
                ZmqObservations.SpanKey.TOPIC,
                topic instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : topic);
    }

    SpanKeys peer(MessageHeaders headers) {
        Object id = headers.get(ZmqHeaders.ROUTING_ID);
        return add(
                        ZmqObservations.SpanKey.ROUTING_ID,
                        id instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : id)
                .add(ZmqObservations.SpanKey.CONVERSATION_ID, headers.get(ZmqHeaders.CORRELATION_ID));
    }

    SpanKeys batch(int messages) {
        return add(ZmqObservations.SpanKey.BATCH_COUNT, messages == 0 ? null : messages);
    }

    SpanKeys server(ZmqSocketSpec spec) {
        String authority = authority(spec);
        if (authority != null) {
            int colon = authority.lastIndexOf(':');
            add(ZmqObservations.SpanKey.SERVER_ADDRESS, authority.substring(0, colon));
            add(ZmqObservations.SpanKey.SERVER_PORT, authority.substring(colon + 1));
        }
        return this;
    }

    /** The host and port of the only endpoint that the socket connects to; null = there is none, or more. */
    static @Nullable String authority(ZmqSocketSpec spec) {
        if (spec.connect().size() != 1 || !spec.bind().isEmpty()) {
            return null;
        }
        String endpoint = spec.connect().get(0);
        int scheme = endpoint.indexOf("://");
        String rest = endpoint.substring(scheme + 3);
        // tcp may name the interface to connect from: tcp://eth0;host:port; ws has a path
        int source = rest.indexOf(';');
        int path = rest.indexOf('/');
        String authority = rest.substring(source + 1, path < 0 ? rest.length() : path);
        return endpoint.startsWith("ipc:") || endpoint.startsWith("inproc:") || authority.indexOf(':') < 0
                ? null
                : authority;
    }

    SpanKeys error(@Nullable Throwable error) {
        return add(
                ZmqObservations.SpanKey.ERROR_TYPE,
                error == null ? null : error.getClass().getName());
    }

    List<KeyValue> values() {
        return values;
    }
}
