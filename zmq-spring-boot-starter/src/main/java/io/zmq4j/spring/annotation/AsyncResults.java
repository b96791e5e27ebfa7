package io.zmq4j.spring.annotation;

import io.zmq4j.spring.listener.ZmqMessageListener;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

/** Results that come later: those that are known to Spring's registry of reactive types become completion stages. */
final class AsyncResults {

    private static final ReactiveAdapterRegistry REACTIVE = ReactiveAdapterRegistry.getSharedInstance();

    private AsyncResults() {}

    /** The same listener, whose result is a {@link CompletionStage} where it is any asynchronous type. */
    static ZmqMessageListener adapt(ZmqMessageListener listener, Class<?> returnType) {
        if (returnType == Object.class && REACTIVE.hasAdapters()) {
            return message -> {
                Object result = listener.onMessage(message);
                ReactiveAdapter adapter = result == null || result instanceof CompletionStage<?>
                        ? null
                        : REACTIVE.getAdapter(null, result);
                return adapter == null ? result : stage(adapter, result);
            };
        }
        ReactiveAdapter adapter = adapter(returnType);
        return adapter == null ? listener : message -> stage(adapter, listener.onMessage(message));
    }

    private static @Nullable ReactiveAdapter adapter(Class<?> type) {
        return CompletionStage.class.isAssignableFrom(type) ? null : REACTIVE.getAdapter(type);
    }

    private static @Nullable Object stage(ReactiveAdapter adapter, @Nullable Object result) {
        return result == null ? null : FirstElement.of(adapter.toPublisher(result));
    }

    /** Whether there is something to send when the method is done: neither it nor what it promises is void. */
    static boolean returnsValue(Method method) {
        Class<?> type = method.getReturnType();
        if (type == void.class || type == Void.class) {
            return false;
        }
        ReactiveAdapter adapter = adapter(type);
        if (adapter == null && !CompletionStage.class.isAssignableFrom(type)) {
            return true;
        }
        boolean empty = adapter != null && adapter.isNoValue();
        return !empty
                && ResolvableType.forMethodReturnType(method).getGeneric(0).resolve() != Void.class;
    }
}
