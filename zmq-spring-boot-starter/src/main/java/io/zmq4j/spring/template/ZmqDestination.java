package io.zmq4j.spring.template;

import org.jspecify.annotations.Nullable;

/**
 * Where a message goes, written {@code socket} or {@code socket/topic}. The first slash separates the two, so a topic
 * may have slashes of its own.
 *
 * @param socket the name of a socket
 * @param topic the topic, null = none or one given by a header
 */
public record ZmqDestination(String socket, @Nullable String topic) {

    /** @throws IllegalArgumentException when it names no socket */
    public static ZmqDestination of(String text) {
        int slash = text.indexOf('/');
        String socket = slash < 0 ? text : text.substring(0, slash);
        if (socket.isBlank()) {
            throw new IllegalArgumentException(
                    "destination '" + text + "' names no socket, allowed: socket or socket/topic");
        }
        return new ZmqDestination(socket, slash < 0 ? null : text.substring(slash + 1));
    }

    @Override
    public String toString() {
        return topic == null ? socket : socket + "/" + topic;
    }
}
