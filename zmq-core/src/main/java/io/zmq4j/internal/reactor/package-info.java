/**
 * Threads, the selector, timers and mailboxes; no socket, pipe or protocol is known here. A
 * {@link io.zmq4j.internal.reactor.Reactor} is something that a thread runs: everything registered with it is owned by
 * whoever runs it at the moment, usually an {@link io.zmq4j.internal.reactor.IoThread}.
 */
@NullMarked
package io.zmq4j.internal.reactor;

import org.jspecify.annotations.NullMarked;
