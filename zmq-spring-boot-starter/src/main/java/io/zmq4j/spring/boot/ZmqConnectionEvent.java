package io.zmq4j.spring.boot;

import io.zmq4j.SocketEvent;

/**
 * Something that happened to a binding or connection of a named socket; an application event where
 * {@code zmq.monitor.enabled} is set.
 *
 * @param socket the name of the socket
 */
public record ZmqConnectionEvent(String socket, SocketEvent event) {}
