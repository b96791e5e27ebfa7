/**
 * Moves bytes between one channel and one {@link io.zmq4j.internal.zmtp.ZmtpConnection}, or for STREAM none: batching,
 * back-pressure, heartbeats, the handshake's deadline. Owner: the runner of the reactor that the channel is registered with.
 */
@NullMarked
package io.zmq4j.internal.engine;

import org.jspecify.annotations.NullMarked;
