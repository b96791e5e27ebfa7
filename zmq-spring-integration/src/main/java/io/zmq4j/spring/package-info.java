/**
 * What every Spring layer shares: named sockets, the mapping between {@link io.zmq4j.Msg} and Spring's messages, headers
 * and exceptions. Depends on spring-messaging only. Every type is an immutable value or thread-safe, and none owns a
 * thread: calls run on the caller's.
 */
@NullMarked
package io.zmq4j.spring;

import org.jspecify.annotations.NullMarked;
