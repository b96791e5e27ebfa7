package io.zmq4j.spring;

import java.io.Serial;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;

/**
 * Headers that are made when somebody looks at them, which for most messages nobody does. Without an id and a timestamp.
 * Thread-safe: two threads may both make them, and get equal ones.
 */
final class LazyHeaders extends MessageHeaders {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Map<String, Object>> source;
    private transient volatile @Nullable PlainHeaders made;

    LazyHeaders(Supplier<Map<String, Object>> source) {
        super(null, ID_VALUE_NONE, -1L);
        this.source = source;
    }

    private PlainHeaders made() {
        PlainHeaders headers = made;
        if (headers == null) {
            headers = new PlainHeaders(source.get());
            made = headers;
        }
        return headers;
    }

    @Override
    protected Map<String, Object> getRawHeaders() {
        return made().getRawHeaders();
    }

    @Override
    public @Nullable Object get(Object key) {
        return made().get(key);
    }

    @Override
    public <T> @Nullable T get(Object key, Class<T> type) {
        return made().get(key, type);
    }

    @Override
    public boolean containsKey(Object key) {
        return made().containsKey(key);
    }

    @Override
    public boolean containsValue(Object value) {
        return made().containsValue(value);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return made().entrySet();
    }

    @Override
    public Set<String> keySet() {
        return made().keySet();
    }

    @Override
    public Collection<Object> values() {
        return made().values();
    }

    @Override
    public boolean isEmpty() {
        return made().isEmpty();
    }

    @Override
    public int size() {
        return made().size();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return made().equals(other instanceof LazyHeaders that ? that.made() : other);
    }

    @Override
    public int hashCode() {
        return made().hashCode();
    }

    @Override
    public String toString() {
        return made().toString();
    }

    /** What is written are the headers, not where they come from. */
    @Serial
    private Object writeReplace() {
        return made();
    }
}
