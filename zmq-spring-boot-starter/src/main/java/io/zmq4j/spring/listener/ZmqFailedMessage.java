package io.zmq4j.spring.listener;

import io.zmq4j.Msg;
import org.springframework.messaging.Message;

/**
 * A message that a listener could not handle, and that will not be given to it again.
 *
 * @param listenerId the id of the container
 * @param socket the name of the socket that it came from
 * @param msg all its frames, as they came
 * @param message the same with what is known about it; one that could not be converted has all its frames as a
 *     {@code List<byte[]>}
 * @param failure what the last attempt ended with
 * @param attempts how often the listener was tried, from 1; what failed before it reached the listener counts as one
 */
public record ZmqFailedMessage(
        String listenerId, String socket, Msg msg, Message<?> message, Exception failure, int attempts) {}
