/**
 * Proxies, each of which passes messages between two sockets on a thread of its own, and the proxies of an application by
 * name. Knows no Spring Integration. All calls are thread-safe.
 */
@NullMarked
package io.zmq4j.spring.proxy;

import org.jspecify.annotations.NullMarked;
