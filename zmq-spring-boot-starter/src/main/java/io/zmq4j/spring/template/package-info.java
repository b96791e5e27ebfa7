/**
 * Sending, and requesting with replies, over the named sockets. Everything here is called from any thread; the one
 * thread of its own is the reader of replies that each requesting DEALER socket has.
 */
@NullMarked
package io.zmq4j.spring.template;

import org.jspecify.annotations.NullMarked;
