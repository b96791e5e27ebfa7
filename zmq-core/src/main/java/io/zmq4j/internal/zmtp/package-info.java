/**
 * ZMTP 3.1 (RFC 37, and RFC 23 for peers of 3.0): bytes of a connection to messages and commands, and back. Everything
 * here is a pure state machine without a channel, thread, clock or log, so a test needs bytes only. One
 * {@link io.zmq4j.internal.zmtp.ZmtpConnection} belongs to one engine and is used by that engine's owner thread alone.
 * Together with its subpackage {@code mechanism} it is one layer, above nothing but the value types of {@code io.zmq4j}.
 */
@NullMarked
package io.zmq4j.internal.zmtp;

import org.jspecify.annotations.NullMarked;
