/**
 * Address syntax, and opening, binding and tuning NIO channels. Stateless: called by the application's thread to bind and by
 * the runner of a reactor to connect.
 */
@NullMarked
package io.zmq4j.internal.transport;

import org.jspecify.annotations.NullMarked;
