/**
 * Containers that read named sockets and call listeners. One thread reads each socket, workers call the listeners, and
 * a bounded queue stands between them: when it is full, the socket is not read, so that its high-water marks hold the
 * peers back. Containers are started, paused and stopped from any thread.
 */
@NullMarked
package io.zmq4j.spring.listener;

import org.jspecify.annotations.NullMarked;
