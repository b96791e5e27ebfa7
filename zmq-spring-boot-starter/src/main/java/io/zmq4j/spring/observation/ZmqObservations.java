package io.zmq4j.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** The observations of this library and their keys, named as OpenTelemetry names those of messaging. */
public enum ZmqObservations implements ObservationDocumentation {
    /** A message, a batch of them or a request that a template sends. */
    TEMPLATE("zmq.template", DefaultZmqTemplateObservationConvention.class, TemplateKey.values()),
    /** A message or a batch of them that a listener is called with. */
    LISTENER("zmq.listener", DefaultZmqListenerObservationConvention.class, ListenerKey.values());

    private final String name;
    private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;
    private final KeyName[] keys;

    ZmqObservations(
            String name,
            Class<? extends ObservationConvention<? extends Observation.Context>> convention,
            KeyName[] keys) {
        this.name = name;
        this.convention = convention;
        this.keys = keys;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
        return convention;
    }

    @Override
    public KeyName[] getLowCardinalityKeyNames() {
        return keys.clone();
    }

    @Override
    public KeyName[] getHighCardinalityKeyNames() {
        return SpanKey.values();
    }

    /** Keys of few values of {@link #TEMPLATE}, which meters have as well. */
    public enum TemplateKey implements KeyName {
        /** The name of the template. */
        TEMPLATE_NAME("zmq.template.name"),
        /** Always {@code zeromq}. */
        SYSTEM("messaging.system"),
        /** {@code send} or {@code request}. */
        OPERATION_NAME("messaging.operation.name"),
        /** Always {@code send}. */
        OPERATION_TYPE("messaging.operation.type"),
        /** The name of the socket. */
        DESTINATION_NAME("messaging.destination.name");

        private final String key;

        TemplateKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys of few values of {@link #LISTENER}, which meters have as well. */
    public enum ListenerKey implements KeyName {
        /** The id of the listener. */
        LISTENER_ID("zmq.listener.id"),
        /** Always {@code zeromq}. */
        SYSTEM("messaging.system"),
        /** Always {@code process}. */
        OPERATION_NAME("messaging.operation.name"),
        /** Always {@code process}. */
        OPERATION_TYPE("messaging.operation.type"),
        /** The name of the socket. */
        DESTINATION_NAME("messaging.destination.name");

        private final String key;

        ListenerKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys of many values, which only spans have; each where it is known. */
    public enum SpanKey implements KeyName {
        /** The topic of the message. */
        TOPIC("zmq.topic"),
        /** The routing id of the peer, in hexadecimal digits. */
        ROUTING_ID("zmq.routing_id"),
        /** How many bytes the frames have. */
        BODY_SIZE("messaging.message.body.size"),
        /** How many messages a batch has. */
        BATCH_COUNT("messaging.batch.message_count"),
        /** The correlation id of the message. */
        CONVERSATION_ID("messaging.message.conversation_id"),
        /** The host that the socket connects to, where that is one. */
        SERVER_ADDRESS("server.address"),
        /** The port that the socket connects to, where that is one. */
        SERVER_PORT("server.port"),
        /** The address of the peer that a message came from. */
        PEER_ADDRESS("network.peer.address"),
        /** The class of what went wrong. */
        ERROR_TYPE("error.type");

        private final String key;

        SpanKey(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
