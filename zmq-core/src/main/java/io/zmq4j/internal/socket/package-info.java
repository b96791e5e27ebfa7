/** The application side: contexts, sockets, the reaper, pollers and loops. Owner: the socket's lock, then the reaper. */
@NullMarked
package io.zmq4j.internal.socket;

import org.jspecify.annotations.NullMarked;
