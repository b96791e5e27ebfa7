package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.MsgMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.ByteArrayMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/** Lets the application's own JSON mapper convert payloads. Needs Jackson. */
final class Mappers {

    private Mappers() {}

    static MsgMapper withJson(MsgMapper mapper, JsonMapper json) {
        return mapper.withConverter(new CompositeMessageConverter(
                List.of(new ByteArrayMessageConverter(), new TextConverter(), new JacksonJsonMessageConverter(json))));
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
