package io.zmq4j.spring;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.SmartMessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.util.ClassUtils;

/** Payload objects to and from the bytes of a frame. Strings are UTF-8 unless a converter was given that does otherwise. */
final class PayloadConverter {

    private static final boolean JACKSON =
            ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", PayloadConverter.class.getClassLoader());

    private final MessageConverter converter;
    private final boolean plainStrings;

    /** With byte arrays, strings and, where Jackson 3 is on the class path, JSON. */
    PayloadConverter() {
        this.converter = defaultConverter();
        this.plainStrings = true;
    }

    PayloadConverter(MessageConverter converter) {
        this.converter = converter;
        this.plainStrings = false;
    }

    MessageConverter converter() {
        return converter;
    }

    private static MessageConverter defaultConverter() {
        List<MessageConverter> converters = new ArrayList<>();
        converters.add(new ByteArrayMessageConverter());
        converters.add(new StringMessageConverter(StandardCharsets.UTF_8));
        converters.add(JACKSON ? new JacksonJsonMessageConverter() : new MissingJsonConverter());
        return new CompositeMessageConverter(converters);
    }

    /**
     * The payload as bytes, and the headers that the converter has made of those of the message.
     *
     * @throws ZmqConversionException when the converter does not know the type of the payload
     */
    Message<byte[]> toBytes(Message<?> message) {
        Object payload = message.getPayload();
        if (plainStrings && payload instanceof String text) {
            return new Converted(text.getBytes(StandardCharsets.UTF_8), message.getHeaders());
        }
        Message<?> converted = convert(message);
        if (converted != null && converted.getPayload() instanceof byte[] bytes) {
            return new Converted(bytes, converted.getHeaders());
        }
        if (converted != null && converted.getPayload() instanceof String text) {
            return new Converted(text.getBytes(StandardCharsets.UTF_8), converted.getHeaders());
        }
        throw new ZmqConversionException(
                message,
                "payload of type " + payload.getClass().getName() + " cannot be made into a frame by " + converter
                        + ", allowed: byte[], ByteBuffer, List<byte[]>, Msg, and what the converter knows");
    }

    private @Nullable Message<?> convert(Message<?> message) {
        try {
            return converter.toMessage(message.getPayload(), message.getHeaders());
        } catch (RuntimeException e) {
            throw new ZmqConversionException(
                    message,
                    "payload of type " + message.getPayload().getClass().getName() + " cannot be made into a frame: "
                            + e.getMessage(),
                    e);
        }
    }

    /** The object of this type that the bytes are, or null when the converter does not know the type. */
    @Nullable
    Object fromBytes(Message<byte[]> message, Type type) {
        Class<?> target = ResolvableType.forType(type).toClass();
        if (plainStrings && target.isAssignableFrom(String.class)) {
            return new String(message.getPayload(), StandardCharsets.UTF_8);
        }
        return converter instanceof SmartMessageConverter smart && !(type instanceof Class)
                ? smart.fromMessage(message, target, new TypeHint(type))
                : converter.fromMessage(message, target);
    }

    private record Converted(byte[] getPayload, MessageHeaders getHeaders) implements Message<byte[]> {}
}
