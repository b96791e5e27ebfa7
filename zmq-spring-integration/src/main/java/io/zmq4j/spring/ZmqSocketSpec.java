package io.zmq4j.spring;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A socket as it is declared: what to open, where, and how its messages are framed. Immutable; an invalid one cannot be
 * made.
 *
 * @param name what the socket is known by; no blanks and no {@code /}, which separates it from a topic
 * @param type its pattern
 * @param bind endpoints to bind, in this order
 * @param connect endpoints to connect to, in this order
 * @param subscribe topic prefixes of a SUB or XSUB, groups of a DISH; {@code ""} = all topics, an empty list = none
 * @param frames how messages are framed
 * @param emptyDelimiter an empty frame follows the topic, as spring-integration-zeromq frames it; on a DEALER an empty
 *     frame precedes everything, as a REP peer needs it
 * @param config the options of the socket, which must not be confined to one thread
 * @param routingIds what this ROUTER or STREAM calls the peers at some of the endpoints in connect, by endpoint
 *     (ZMQ_CONNECT_ROUTING_ID)
 */
public record ZmqSocketSpec(
        String name,
        SocketType type,
        List<String> bind,
        List<String> connect,
        List<String> subscribe,
        FrameMode frames,
        boolean emptyDelimiter,
        SocketConfig config,
        Map<String, String> routingIds) {

    /** @throws IllegalArgumentException when the parts do not fit together; it names the part, its value and what is allowed */
    public ZmqSocketSpec {
        bind = List.copyOf(bind);
        connect = List.copyOf(connect);
        subscribe = List.copyOf(subscribe);
        routingIds = Map.copyOf(routingIds);
        SpecRules.check(name, type, bind, connect, subscribe, frames, emptyDelimiter, config);
        SpecRules.checkRoutingIds(name, type, connect, routingIds);
    }

    /** One that names no peers. */
    public ZmqSocketSpec(
            String name,
            SocketType type,
            List<String> bind,
            List<String> connect,
            List<String> subscribe,
            FrameMode frames,
            boolean emptyDelimiter,
            SocketConfig config) {
        this(name, type, bind, connect, subscribe, frames, emptyDelimiter, config, Map.of());
    }

    /** A builder with the default frames and options of this type. */
    public static Builder builder(String name, SocketType type) {
        return new Builder(name, type);
    }

    public Builder toBuilder() {
        Builder builder = new Builder(name, type);
        builder.bind.addAll(bind);
        builder.connect.addAll(connect);
        builder.subscribe.addAll(subscribe);
        builder.routingIds.putAll(routingIds);
        return builder.frames(frames).emptyDelimiter(emptyDelimiter).config(config);
    }

    /** The options of a socket of this type unless given: the core's, and a ROUTER that reports an unknown peer. */
    static SocketConfig defaultConfig(SocketType type) {
        return type == SocketType.ROUTER
                ? SocketConfig.builder().routerMandatory(true).build()
                : SocketConfig.defaults();
    }

    /** Collects the parts of a {@link ZmqSocketSpec}. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final SocketType type;
        private final List<String> bind = new ArrayList<>();
        private final List<String> connect = new ArrayList<>();
        private final List<String> subscribe = new ArrayList<>();
        private final Map<String, String> routingIds = new LinkedHashMap<>();
        private @Nullable FrameMode frames;
        private boolean emptyDelimiter;
        private SocketConfig config;

        private Builder(String name, SocketType type) {
            this.name = name;
            this.type = type;
            this.config = defaultConfig(type);
        }

        /** Adds endpoints to bind. */
        public Builder bind(String... endpoints) {
            bind.addAll(List.of(endpoints));
            return this;
        }

        /** Adds endpoints to connect to. */
        public Builder connect(String... endpoints) {
            connect.addAll(List.of(endpoints));
            return this;
        }

        /** Adds an endpoint to connect to, whose peer this ROUTER or STREAM calls by this routing id. */
        public Builder connectAs(String endpoint, String routingId) {
            connect.add(endpoint);
            routingIds.put(endpoint, routingId);
            return this;
        }

        /** Adds topic prefixes (SUB, XSUB) or groups (DISH). */
        public Builder subscribe(String... topics) {
            subscribe.addAll(List.of(topics));
            return this;
        }

        public Builder frames(FrameMode value) {
            frames = value;
            return this;
        }

        public Builder emptyDelimiter(boolean value) {
            emptyDelimiter = value;
            return this;
        }

        /** Replaces every option, the defaults of the type included. */
        public Builder config(SocketConfig value) {
            config = value;
            return this;
        }

        /** Changes some options. */
        public Builder config(UnaryOperator<SocketConfigBuilder> change) {
            config = change.apply(config.toBuilder()).build();
            return this;
        }

        /** @throws IllegalArgumentException when the parts do not fit together */
        public ZmqSocketSpec build() {
            FrameMode mode = frames == null ? FrameMode.defaultFor(type) : frames;
            return new ZmqSocketSpec(name, type, bind, connect, subscribe, mode, emptyDelimiter, config, routingIds);
        }
    }
}
