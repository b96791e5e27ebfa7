package io.zmq4j.spring.boot;

/**
 * A named socket is bound to an endpoint; an application event, published on the thread that has opened the socket.
 *
 * @param socket the name of the socket
 * @param endpoint as resolved, with the real address and port, or path
 * @param port the port; 0 = such an endpoint has none
 */
public record ZmqSocketBoundEvent(String socket, String endpoint, int port) {}
