package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.MsgMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/** Lets the application's own converters and JSON mapper convert payloads. */
final class Mappers {

    private static final String INTEGRATION = "org.springframework.integration.";

    private Mappers() {}

    /** Needs Jackson. */
    static MsgMapper withJson(MsgMapper mapper, List<MessageConverter> own, JsonMapper json) {
        return with(mapper, own, List.of(new JacksonJsonMessageConverter(json)));
    }

    /** The application's own converters are asked first, in their order, then those for bytes and text, then the others. */
    static MsgMapper with(MsgMapper mapper, List<MessageConverter> own, List<MessageConverter> others) {
        List<MessageConverter> all = new ArrayList<>(own);
        all.add(new ByteArrayMessageConverter());
        all.add(new TextConverter());
        all.addAll(others);
        return mapper.withConverter(new CompositeMessageConverter(all));
    }

    /**
     * Without those that are not the application's: composites, which Spring Integration and the brokers of WebSockets make
     * for themselves, and Spring Integration's own, which convert objects and know no bytes.
     */
    static List<MessageConverter> own(ObjectProvider<MessageConverter> converters) {
        return converters
                .orderedStream()
                .filter(converter -> !(converter instanceof CompositeMessageConverter))
                .filter(converter -> !converter.getClass().getName().startsWith(INTEGRATION))
                .toList();
    }

    /** A listener that asks for text gets it, JSON or not. */
    private static final class TextConverter extends StringMessageConverter {

        private TextConverter() {
            super(StandardCharsets.UTF_8);
        }

        @Override
        protected boolean supportsMimeType(@Nullable MessageHeaders headers) {
            return true;
        }
    }
}
