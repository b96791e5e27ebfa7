/**
 * The actuator endpoint {@code zmq}: what sockets and listeners do, and starting, stopping and pausing listeners.
 * Called on the threads of the server that asks. Secrets never show here.
 */
@NullMarked
package io.zmq4j.spring.boot.actuate;

import org.jspecify.annotations.NullMarked;
