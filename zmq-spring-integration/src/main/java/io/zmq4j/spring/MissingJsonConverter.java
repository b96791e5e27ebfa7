package io.zmq4j.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.converter.MessageConverter;

/**
 * Stands last in place of the converter of JSON where Jackson is not on the class path: whoever needs it is told what to
 * add, and not only that there is no converter. Any thread.
 */
public final class MissingJsonConverter implements MessageConverter {

    private static final String REMEDY = " without JSON: add org.springframework.boot:spring-boot-starter-jackson"
            + " (tools.jackson.core:jackson-databind) to the class path, or a MessageConverter that knows the type";

    @Override
    public Object fromMessage(Message<?> message, Class<?> target) {
        throw new MessageConversionException(message, "the payload cannot become " + target.getName() + REMEDY);
    }

    @Override
    public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
        throw new MessageConversionException(
                "a payload of type " + payload.getClass().getName() + " cannot be sent" + REMEDY);
    }

    @Override
    public String toString() {
        return "no JSON";
    }
}
