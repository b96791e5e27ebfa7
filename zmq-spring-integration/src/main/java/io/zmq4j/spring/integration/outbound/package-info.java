/** What sends the messages of channels to sockets, on the thread that calls it; owns no thread. */
@NullMarked
package io.zmq4j.spring.integration.outbound;

import org.jspecify.annotations.NullMarked;
