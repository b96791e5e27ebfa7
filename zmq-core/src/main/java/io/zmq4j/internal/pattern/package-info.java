/**
 * Who gets the next message and from whom the next one comes: one {@link io.zmq4j.internal.pattern.Pattern} for each socket
 * type, composed of an inbound and an outbound half over pipes. Nothing here waits, does I/O or starts a thread; everything
 * is owned by the socket's lock.
 */
@NullMarked
package io.zmq4j.internal.pattern;

import org.jspecify.annotations.NullMarked;
