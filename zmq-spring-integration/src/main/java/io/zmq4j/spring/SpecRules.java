package io.zmq4j.spring;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What the parts of a {@link ZmqSocketSpec} must keep to; each message names the socket, the part, its value and what is allowed. */
final class SpecRules {

    private static final int LONGEST_ID = 255;
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

    static void checkRoutingIds(String name, SocketType type, List<String> connect, Map<String, String> routingIds) {
        String socket = "socket '" + name + "' (" + type + "): ";
        if (!routingIds.isEmpty() && type != SocketType.ROUTER && type != SocketType.STREAM) {
            throw new IllegalArgumentException(socket + "routingIds is " + routingIds
                    + ", allowed: nothing, as only ROUTER and STREAM name peers");
        }
        routingIds.forEach((endpoint, routingId) -> {
            if (Collections.frequency(connect, endpoint) != 1) {
                throw new IllegalArgumentException(socket + "routingIds has endpoint '" + endpoint
                        + "', allowed: one that is in connect once, which is " + connect);
            }
            int length = routingId.getBytes(StandardCharsets.UTF_8).length;
            if (length == 0 || length > LONGEST_ID || routingId.charAt(0) == 0) {
                throw new IllegalArgumentException(socket + "the routing id of '" + endpoint + "' is '" + routingId
                        + "' of " + length + " bytes, allowed: 1 to " + LONGEST_ID
                        + ", which do not begin with a zero byte");
            }
        });
        if (Set.copyOf(routingIds.values()).size() < routingIds.size()) {
            throw new IllegalArgumentException(
                    socket + "routingIds is " + routingIds + ", allowed: another routing id for each endpoint");
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
