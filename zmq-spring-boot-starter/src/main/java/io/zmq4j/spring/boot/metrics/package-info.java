/**
 * Meters of sockets and listeners. Counters are read when a registry asks, on its thread, from snapshots that a socket
 * makes at no cost to its messages.
 */
@NullMarked
package io.zmq4j.spring.boot.metrics;

import org.jspecify.annotations.NullMarked;
