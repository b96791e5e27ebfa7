package io.zmq4j.spring.annotation;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqReplySender;
import io.zmq4j.spring.listener.ZmqListenerContainerFactory;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/** Methods that take a {@link ZmqReplySender}, as a header or by its type alone, and answer through it. */
final class LateReplies implements HandlerMethodArgumentResolver {

    /** Only a message whose method asks for the handle has one. */
    static boolean isAskedFor(Method method) {
        for (int i = 0; i < method.getParameterCount(); i++) {
            if (isHandle(new MethodParameter(method, i))) {
                return true;
            }
        }
        return false;
    }

    static boolean isHandle(MethodParameter parameter) {
        Header header = parameter.getParameterAnnotation(Header.class);
        return header == null
                ? parameter.getParameterType() == ZmqReplySender.class
                        && !parameter.hasParameterAnnotation(Payload.class)
                : header.value().equals(ZmqHeaders.REPLY_SENDER)
                        || header.name().equals(ZmqHeaders.REPLY_SENDER);
    }

    /** Refuses a method that could not answer, or that would answer twice. */
    static void check(
            Method method, SocketType type, @Nullable String sendTo, boolean batch, AttributeResolver attributes) {
        String taken = "method " + method.getName() + " takes a ZmqReplySender, ";
        if (!ZmqListenerContainerFactory.canReply(type)) {
            throw attributes.refusal(
                    taken + "and a " + type + " socket answers nobody, allowed: on a socket that does");
        }
        if (method.getReturnType() != void.class) {
            throw attributes.refusal(
                    taken + "and returns " + method.getReturnType().getName() + ", allowed: void");
        }
        if (batch || sendTo != null) {
            throw attributes.refusal(
                    taken + "and has " + (batch ? "batch" : "@SendTo") + ", allowed: neither batch nor @SendTo");
        }
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return isHandle(parameter);
    }

    @Override
    public @Nullable Object resolveArgument(MethodParameter parameter, Message<?> message) {
        return message.getHeaders().get(ZmqHeaders.REPLY_SENDER);
    }
}
