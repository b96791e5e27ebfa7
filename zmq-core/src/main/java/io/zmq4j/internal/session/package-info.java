/**
 * Life of one connection: connect or accept, handshake, reconnect, end. A session joins an engine to a pipe. Everything here
 * is owned by the runner of one reactor; only the commands' senders and the few methods that say so may be called by others.
 */
@NullMarked
package io.zmq4j.internal.session;

import org.jspecify.annotations.NullMarked;
