/**
 * The primitives of CurveZMQ (RFC 26): NaCl's box, which is X25519, XSalsa20 and Poly1305. Nothing here branches on a secret
 * or looks up memory by one.
 */
@NullMarked
package io.zmq4j.internal.crypto;

import org.jspecify.annotations.NullMarked;
