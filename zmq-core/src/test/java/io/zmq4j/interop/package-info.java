/**
 * This library talks to libzmq and to JeroMQ: one suite of scenarios, both ways round, for every pair of socket types of
 * RFC 28 to 31; and with libzmq what happens when either side is restarted, and every option that shows on the wire.
 * Owner: the test's thread; a scenario that sends and receives at once gives each socket one thread.
 */
@NullMarked
package io.zmq4j.interop;

import org.jspecify.annotations.NullMarked;
