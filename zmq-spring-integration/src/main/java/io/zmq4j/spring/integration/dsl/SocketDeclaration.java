package io.zmq4j.spring.integration.dsl;

import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.ZmqSocketSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Collects what the socket of one adapter is to be; its name comes last, as the adapter may get its id last. */
final class SocketDeclaration {

    private final SocketType type;
    private final List<Consumer<ZmqSocketSpec.Builder>> parts = new ArrayList<>();

    SocketDeclaration(SocketType type) {
        this.type = type;
    }

    void add(Consumer<ZmqSocketSpec.Builder> part) {
        parts.add(part);
    }

    void options(Consumer<SocketConfigBuilder> options) {
        add(spec -> spec.config(config -> {
            options.accept(config);
            return config;
        }));
    }

    /** The part that a declaration which is not here must have. */
    static SocketDeclaration require(@Nullable SocketDeclaration declaration, String option) {
        if (declaration == null) {
            throw new IllegalStateException(option + " is set for a named socket, allowed: only for a socket of the"
                    + " adapter's own; a named one is declared where its name comes from");
        }
        return declaration;
    }

    void frames(FrameMode mode) {
        add(spec -> spec.frames(mode));
    }

    /** @throws IllegalArgumentException when the parts do not fit together */
    ZmqSocketSpec build(@Nullable String id) {
        String name = id != null ? id : type.name().toLowerCase(Locale.ROOT);
        ZmqSocketSpec.Builder spec = ZmqSocketSpec.builder(name, type);
        parts.forEach(part -> part.accept(spec));
        return spec.build();
    }
}
