/**
 * The security mechanisms of ZMTP: which handshake commands follow the greeting. A mechanism belongs to one connection
 * and is used by the owner thread of its engine alone.
 */
@NullMarked
package io.zmq4j.internal.zmtp.mechanism;

import org.jspecify.annotations.NullMarked;
