/**
 * The public API: contexts, sockets, messages, configuration, events and exceptions. Every type here is either an
 * immutable value or thread-safe, unless its Javadoc says otherwise. The implementation lives in
 * {@code io.zmq4j.internal}, which no other module may use.
 */
@NullMarked
package io.zmq4j;

import org.jspecify.annotations.NullMarked;
