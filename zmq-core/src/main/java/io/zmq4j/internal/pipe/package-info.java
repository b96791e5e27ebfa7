/**
 * The bounded message pipe between two owners: credit by high-water marks, activation, termination. Each end belongs to one
 * owner, a socket or a session, and the ends meet only in their queues, their credit words and their owners' mailboxes.
 */
@NullMarked
package io.zmq4j.internal.pipe;

import org.jspecify.annotations.NullMarked;
