/** What receives from sockets and sends to channels. Each adapter owns the threads that receive for it; they also run the flow behind it, unless a channel hands messages over to others. */
@NullMarked
package io.zmq4j.spring.integration.inbound;

import org.jspecify.annotations.NullMarked;
