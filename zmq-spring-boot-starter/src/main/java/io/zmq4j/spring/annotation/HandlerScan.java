package io.zmq4j.spring.annotation;

import io.zmq4j.Msg;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.listener.ZmqMessageListener;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.support.MessageHeaderAccessor;

/** Sorts the {@link ZmqHandler} methods of a class; what is not clear ends the start of the application. */
final class HandlerScan {

    private final AttributeResolver attributes;
    private final Map<String, Method> named = new LinkedHashMap<>();
    private final List<Method> unreachableWithoutHeaders = new ArrayList<>();
    private @Nullable Method ofFrames;
    private @Nullable Method fallback;

    HandlerScan(List<Method> methods, AttributeResolver attributes) {
        this.attributes = attributes;
        if (methods.isEmpty()) {
            throw attributes.refusal("the class has no method with @ZmqHandler, allowed: one or more");
        }
        methods.forEach(method -> add(method, methods.size() == 1));
    }

    private void add(Method method, boolean only) {
        ZmqHandler annotation = AnnotatedElementUtils.findMergedAnnotation(method, ZmqHandler.class);
        if (annotation == null) {
            return;
        }
        ResolvableType payload = payload(method);
        boolean frames = payload != null && takesFrames(payload);
        String name = attributes.text(annotation.value());
        boolean isDefault = only || annotation.isDefault();
        if (name.isEmpty() && payload != null && !frames) {
            name = payload.toClass().getSimpleName();
        }
        if (!name.isEmpty()) {
            refuseSecond("payload type '" + name + "'", named.put(name, method), method);
        }
        if (isDefault) {
            refuseSecond("isDefault", fallback, method);
            fallback = method;
        } else if (frames) {
            refuseSecond("payloads of several frames", ofFrames, method);
            ofFrames = method;
        } else if (name.isEmpty()) {
            throw attributes.refusal("handler " + method.getName()
                    + " has no payload parameter, allowed: one, or a payload type in @ZmqHandler, or isDefault");
        } else {
            unreachableWithoutHeaders.add(method);
        }
    }

    private void refuseSecond(String what, @Nullable Method first, Method second) {
        if (first != null) {
            throw attributes.refusal("handlers " + first.getName() + " and " + second.getName() + " both take " + what
                    + ", allowed: one of them");
        }
    }

    /** What the method is called with for a payload; null = nothing. */
    private static @Nullable ResolvableType payload(Method method) {
        for (int i = 0; i < method.getParameterCount(); i++) {
            MethodParameter parameter = new MethodParameter(method, i);
            Class<?> type = parameter.getParameterType();
            ResolvableType resolvable = ResolvableType.forMethodParameter(parameter);
            if (Message.class.isAssignableFrom(type)) {
                return resolvable.as(Message.class).getGeneric(0);
            }
            boolean header = LateReplies.isHandle(parameter)
                    || parameter.hasParameterAnnotation(Header.class)
                    || parameter.hasParameterAnnotation(Headers.class)
                    || MessageHeaders.class.isAssignableFrom(type)
                    || MessageHeaderAccessor.class.isAssignableFrom(type);
            if (parameter.hasParameterAnnotation(Payload.class) || !header) {
                return resolvable;
            }
        }
        return null;
    }

    private static boolean takesFrames(ResolvableType payload) {
        Class<?> type = payload.toClass();
        return type == Msg.class
                || type == byte[][].class
                || type == List.class && payload.getGeneric(0).toClass() == byte[].class;
    }

    /** Methods that only a header leads to cannot be on a socket that has no frame for it. */
    void check(String socket, FrameMode mode) {
        if (!mode.hasHeaders() && !unreachableWithoutHeaders.isEmpty()) {
            throw attributes.refusal("handler "
                    + unreachableWithoutHeaders.get(0).getName() + " is never reached, as messages of socket '" + socket
                    + "' (frames " + mode + ") have no payload type, allowed: frames headers-payload or"
                    + " topic-headers-payload, or isDefault");
        }
    }

    ZmqMessageListener listener(Function<Method, ZmqMessageListener> callable) {
        Map<String, ZmqMessageListener> byName = new LinkedHashMap<>();
        named.forEach((name, method) -> byName.put(name, callable.apply(method)));
        return new HandlerDispatch(
                byName,
                ofFrames == null ? null : callable.apply(ofFrames),
                fallback == null ? null : callable.apply(fallback));
    }
}
