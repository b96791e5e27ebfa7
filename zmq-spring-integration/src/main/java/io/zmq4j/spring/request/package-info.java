/**
 * Requests and the replies to them over named sockets, for whatever asks: the template and the outbound gateway. A DEALER
 * has one thread of its own that reads replies, from its first request until {@link io.zmq4j.spring.request.Requesters#close};
 * the rest runs on the threads that ask.
 */
@NullMarked
package io.zmq4j.spring.request;

import org.jspecify.annotations.NullMarked;
