package io.zmq4j.spring;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import java.util.List;
import java.util.regex.Pattern;

/** What the parts of a {@link ZmqSocketSpec} must keep to; each message names the socket, the part, its value and what is allowed. */
final class SpecRules {

    private static final Pattern NAME = Pattern.compile("[^/\\s]+");
    private static final Pattern ENDPOINT = Pattern.compile("[a-z]+://\\S+");

    private SpecRules() {}

    static void check(
            String name,
            SocketType type,
            List<String> bind,
            List<String> connect,
            List<String> subscribe,
            FrameMode frames,
            boolean emptyDelimiter,
            SocketConfig config) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "socket name is '" + name + "', allowed: at least one character, no blanks and no '/'");
        }
        String socket = "socket '" + name + "' (" + type + "): ";
        if (bind.isEmpty() && connect.isEmpty()) {
            throw new IllegalArgumentException(
                    socket + "bind and connect are both empty, allowed: at least one endpoint in either");
        }
        bind.forEach(endpoint -> checkEndpoint(socket, "bind", endpoint));
        connect.forEach(endpoint -> checkEndpoint(socket, "connect", endpoint));
        if (!subscribe.isEmpty() && !canSubscribe(type)) {
            throw new IllegalArgumentException(
                    socket + "subscribe is " + subscribe + ", allowed: nothing, as only SUB, XSUB and DISH subscribe");
        }
        if (singleFrame(type) && (frames.hasTopic() || frames.hasHeaders())) {
            throw new IllegalArgumentException(socket + "frames is " + frames
                    + ", allowed: PAYLOAD or RAW, as this type has messages of one frame only");
        }
        if (emptyDelimiter && !frames.hasTopic() && (type != SocketType.DEALER || frames == FrameMode.RAW)) {
            throw new IllegalArgumentException(socket + "emptyDelimiter is true with frames " + frames
                    + ", allowed: true only with a topic frame, or on a DEALER that is not RAW");
        }
        if (config.confined()) {
            throw new IllegalArgumentException(
                    socket + "confined is true, allowed: false, as several threads share a named socket");
        }
    }

    /** Whether sockets of this type have topics (SUB, XSUB) or groups (DISH). */
    static boolean canSubscribe(SocketType type) {
        return type == SocketType.SUB || type == SocketType.XSUB || type == SocketType.DISH;
    }

    private static boolean singleFrame(SocketType type) {
        return switch (type) {
            case SERVER, CLIENT, RADIO, DISH, GATHER, SCATTER, PEER, CHANNEL -> true;
            case PAIR, PUB, SUB, REQ, REP, DEALER, ROUTER, PULL, PUSH, XPUB, XSUB, STREAM, DGRAM -> false;
        };
    }

    private static void checkEndpoint(String socket, String part, String endpoint) {
        if (!ENDPOINT.matcher(endpoint).matches()) {
            throw new IllegalArgumentException(socket + part + " endpoint is '" + endpoint
                    + "', allowed: transport://address, such as tcp://127.0.0.1:5555 or inproc://name");
        }
    }
}
