package io.zmq4j.spring;

/**
 * Names of message headers. What a message was received with and where a message goes have different names, so that
 * nothing received decides where something is sent; only {@link #ROUTING_ID} is both, because a reply goes back to the
 * peer that asked.
 */
public final class ZmqHeaders {

    /** Begins every name here. Headers of this prefix are never taken from a header frame, except the transported ones. */
    public static final String PREFIX = "zmq_";

    /** Topic of a message to send, {@code String} (UTF-8) or {@code byte[]}. */
    public static final String TOPIC = PREFIX + "topic";

    /** Topic of a received message, a {@code String} (UTF-8). */
    public static final String RECEIVED_TOPIC = PREFIX + "receivedTopic";

    /**
     * Peer of a ROUTER, STREAM, SERVER or PEER socket, {@code byte[]}: of a received message its sender, of a message to
     * send its target. A SERVER or PEER has an integer, here as 4 bytes, the highest first.
     */
    public static final String ROUTING_ID = PREFIX + "routingId";

    /**
     * What follows the routing id of a request to a ROUTER and must follow it in the reply, a {@code List<byte[]>} that
     * ends with the empty delimiter: of a REQ peer that delimiter alone. Present only where a peer sent it.
     */
    public static final String ENVELOPE = PREFIX + "envelope";

    /**
     * Name of the socket that a template sends a message on whose call names no destination, {@code socket} or
     * {@code socket/topic}.
     */
    public static final String SOCKET = PREFIX + "socket";

    /** Name of the socket that received the message. */
    public static final String RECEIVED_SOCKET = PREFIX + "receivedSocket";

    /** {@link io.zmq4j.SocketType} of the socket that received the message. */
    public static final String SOCKET_TYPE = PREFIX + "socketType";

    /** Endpoint that received the message; set only where the socket has exactly one. */
    public static final String RECEIVED_ENDPOINT = PREFIX + "receivedEndpoint";

    /** Address of the peer that sent the message, where the transport has one. */
    public static final String PEER_ADDRESS = PREFIX + "peerAddress";

    /** User that the peer was authenticated as (ZAP). */
    public static final String USER_ID = PREFIX + "userId";

    /** Number of frames of the received message, routing id and delimiters included; an {@code Integer}. */
    public static final String FRAME_COUNT = PREFIX + "frameCount";

    /** Headers of each message of a batch, a {@code List<Map<String, Object>>} in the order of its payloads. */
    public static final String BATCH_HEADERS = PREFIX + "batchHeaders";

    /** Joins a reply to its request, a {@code String}. Transported in header frames. */
    public static final String CORRELATION_ID = PREFIX + "correlationId";

    /** Group of a RADIO or DISH message, a {@code String}. */
    public static final String GROUP = PREFIX + "group";

    /** Class name of what went wrong, in an error reply or a dead letter. Transported; never used to load a class. */
    public static final String ERROR_CLASS = PREFIX + "errorClass";

    /** Message of what went wrong, in an error reply or a dead letter. Transported. */
    public static final String ERROR_MESSAGE = PREFIX + "errorMessage";

    /**
     * The {@link ZmqReplySender} that answers the peer of this message, for listeners that reply later; only there for one
     * that asks for it.
     */
    public static final String REPLY_SENDER = PREFIX + "replySender";

    /** How often the message has been given to its handler, from 1; an {@code Integer}. */
    public static final String DELIVERY_ATTEMPT = PREFIX + "deliveryAttempt";

    /** Name of the socket that a dead letter was first received on. Transported; a message that has it is a dead letter. */
    public static final String ORIGINAL_SOCKET = PREFIX + "originalSocket";

    /** Id of the listener that a dead letter failed in. Transported. */
    public static final String ORIGINAL_LISTENER = PREFIX + "originalListener";

    /** How often a dead letter was given to that listener. Transported, as text. */
    public static final String ORIGINAL_ATTEMPTS = PREFIX + "originalAttempts";

    /**
     * What a payload is, a name that both sides have agreed on; by it a listener of several handlers chooses one of
     * them. Transported; never used to load a class.
     */
    public static final String PAYLOAD_TYPE = PREFIX + "payloadType";

    private ZmqHeaders() {}
}
