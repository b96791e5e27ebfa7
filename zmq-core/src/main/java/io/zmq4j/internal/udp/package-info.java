/**
 * What is in the datagrams of RADIO, DISH and DGRAM, and how their addresses are written, as pure functions. Stateless, but for
 * what remembers the last address.
 */
@NullMarked
package io.zmq4j.internal.udp;

import org.jspecify.annotations.NullMarked;
