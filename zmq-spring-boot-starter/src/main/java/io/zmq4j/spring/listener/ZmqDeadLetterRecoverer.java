package io.zmq4j.spring.listener;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Sends failed messages to a socket. The payload is every frame of the message as it came, routing ids included. Where
 * the frame mode of the socket has a header frame, that says what went wrong ({@link ZmqHeaders#ERROR_CLASS},
 * {@link ZmqHeaders#ERROR_MESSAGE}), in which listener ({@link ZmqHeaders#ORIGINAL_LISTENER}) of which socket
 * ({@link ZmqHeaders#ORIGINAL_SOCKET}) and at which attempt ({@link ZmqHeaders#ORIGINAL_ATTEMPTS}); where it has a topic,
 * that is the name of the socket that the message came from.
 *
 * <p>It waits for room as long as the send timeout of its socket. A message that was a dead letter before is refused: it
 * would go round in circles. Thread-safe.
 */
public final class ZmqDeadLetterRecoverer implements ZmqMessageRecoverer {

    /** An error message may quote the payload, which is sent anyway. */
    private static final int MAX_TEXT = 1024;

    private final ZmqSockets sockets;
    private final MsgMapper mapper;
    private final String socket;

    /**
     * @param socket the name of a socket of type PUSH, DEALER, PAIR, PUB or XPUB, of which the last two drop what nobody
     *     subscribes to
     * @throws IllegalArgumentException when it is of another type
     * @throws io.zmq4j.spring.UnknownZmqSocketException when there is no socket of this name
     */
    public ZmqDeadLetterRecoverer(ZmqSockets sockets, MsgMapper mapper, String socket) {
        SocketType type = sockets.spec(socket).type();
        if (!canSend(type)) {
            throw new IllegalArgumentException("dead-letter socket '" + socket + "' is of type " + type
                    + ", allowed: PUSH, DEALER, PAIR, PUB, XPUB, which send several frames without an address");
        }
        this.sockets = sockets;
        this.mapper = mapper;
        this.socket = socket;
    }

    private static boolean canSend(SocketType type) {
        return switch (type) {
            case PUSH, DEALER, PAIR, PUB, XPUB -> true;
            case SUB, XSUB, PULL, REQ, REP, ROUTER, STREAM, CLIENT, SERVER, PEER -> false;
            case CHANNEL, RADIO, DISH, GATHER, SCATTER, DGRAM -> false;
        };
    }

    /** The name of the socket that it sends to. */
    public String socket() {
        return socket;
    }

    /** Whether what is sent comes back on this socket, which is the same one or has an endpoint in common. */
    boolean leadsTo(ZmqSocketSpec source) {
        ZmqSocketSpec target = sockets.spec(socket);
        return source.name().equals(socket)
                || common(target.bind(), source.connect())
                || common(target.connect(), source.bind());
    }

    private static boolean common(List<String> bind, List<String> connect) {
        return connect.stream().anyMatch(endpoint -> bind.stream().anyMatch(bound -> meet(bound, endpoint)));
    }

    private static boolean meet(String bind, String connect) {
        return bind.equals(connect)
                || Stream.of("localhost", "127.0.0.1", "[::1]")
                        .anyMatch(here ->
                                bind.replace("://*:", "://" + here + ":").equals(connect));
    }

    @Override
    public void recover(ZmqFailedMessage failed) {
        Object before = failed.message().getHeaders().get(ZmqHeaders.ORIGINAL_SOCKET);
        if (before != null) {
            throw new ZmqMessagingException("a dead letter, first of socket '" + before
                    + "', has failed again in listener '"
                    + failed.listenerId() + "' of socket '" + failed.socket() + "'; it is not sent to '" + socket
                    + "' another time");
        }
        Message<?> letter = new GenericMessage<Object>(failed.msg().frames(), headers(failed));
        ZmqSocket target = sockets.get(socket);
        Duration timeout = target.config().sendTimeout();
        if (!target.send(mapper.toMsg(letter, sockets.spec(socket)), timeout)) {
            throw new ZmqSendTimeoutException(letter, socket, timeout);
        }
    }

    private static Map<String, Object> headers(ZmqFailedMessage failed) {
        String text = String.valueOf(failed.failure().getMessage());
        Map<String, Object> headers = new HashMap<>();
        headers.put(ZmqHeaders.ERROR_CLASS, failed.failure().getClass().getName());
        headers.put(ZmqHeaders.ERROR_MESSAGE, text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text);
        headers.put(ZmqHeaders.ORIGINAL_SOCKET, failed.socket());
        headers.put(ZmqHeaders.ORIGINAL_LISTENER, failed.listenerId());
        headers.put(ZmqHeaders.ORIGINAL_ATTEMPTS, failed.attempts());
        headers.put(ZmqHeaders.TOPIC, failed.socket());
        return headers;
    }

    @Override
    public String toString() {
        return "dead-letter socket '" + socket + "'";
    }
}
