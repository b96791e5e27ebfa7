package io.zmq4j.spring.annotation;

import io.zmq4j.Msg;
import io.zmq4j.spring.template.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;

/**
 * Arguments that are frames as they came: no converter looks at them, so that an empty frame is a value like any other
 * and a content type does not matter.
 */
final class FrameArgumentResolver implements HandlerMethodArgumentResolver {

    private final boolean strings;

    /** @param strings whether text is UTF-8, and so needs no converter either */
    FrameArgumentResolver(boolean strings) {
        this.strings = strings;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        Payload payload = parameter.getParameterAnnotation(Payload.class);
        if (payload != null && !payload.expression().isEmpty()) {
            return false;
        }
        Class<?> type = parameter.getParameterType();
        return type == Msg.class
                || type == byte[].class
                || type == byte[][].class
                || type == String.class && strings
                || isFrameList(parameter);
    }

    private static boolean isFrameList(MethodParameter parameter) {
        return parameter.getParameterType() == List.class
                && ResolvableType.forMethodParameter(parameter).getGeneric(0).toClass() == byte[].class;
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, Message<?> message) {
        Class<?> type = parameter.getParameterType();
        if (!(message instanceof ReceivedMessage received)) {
            return message.getPayload();
        }
        if (type == Msg.class) {
            return received.msg();
        }
        List<byte[]> frames = frames(message);
        if (type == List.class) {
            return frames;
        }
        if (type == byte[][].class) {
            return frames.toArray(byte[][]::new);
        }
        if (frames.size() > 1) {
            throw new MessageConversionException(
                    message,
                    "payload of " + frames.size() + " frames cannot become " + type.getSimpleName()
                            + ", allowed: List<byte[]>, byte[][] or Msg");
        }
        return type == String.class ? new String(frames.get(0), StandardCharsets.UTF_8) : frames.get(0);
    }

    @SuppressWarnings("unchecked")
    private static List<byte[]> frames(Message<?> message) {
        return message.getPayload() instanceof byte[] frame ? List.of(frame) : (List<byte[]>) message.getPayload();
    }
}
