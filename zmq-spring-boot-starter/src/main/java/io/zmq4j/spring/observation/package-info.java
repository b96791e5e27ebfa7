/**
 * What templates and listeners do, as observations of Micrometer: {@code zmq.template} and {@code zmq.listener}. The
 * context of a trace travels in the header frame, where the frame mode of a socket has one.
 */
@NullMarked
package io.zmq4j.spring.observation;

import org.jspecify.annotations.NullMarked;
