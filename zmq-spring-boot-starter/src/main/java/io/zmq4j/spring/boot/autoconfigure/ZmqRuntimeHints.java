package io.zmq4j.spring.boot.autoconfigure;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ReflectionUtils;

/**
 * What is called by reflection alone, beside what Spring finds by itself: properties, listener methods and operations of
 * the endpoint.
 */
final class ZmqRuntimeHints implements RuntimeHintsRegistrar {

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        // the name of a socket, in the place of the object
        register(hints, ReflectionUtils.findMethod(ProxyProperties.End.class, "of", String.class));
        // since Java 21
        register(hints, ReflectionUtils.findMethod(Thread.class, "isVirtual"));
    }

    private static void register(RuntimeHints hints, @Nullable Method method) {
        if (method != null) {
            hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
        }
    }
}
