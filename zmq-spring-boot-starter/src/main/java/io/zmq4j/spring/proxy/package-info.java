/**
 * The proxies of an application by name: each passes messages between two named sockets on a thread of its own. All
 * calls are thread-safe.
 */
@NullMarked
package io.zmq4j.spring.proxy;

import org.jspecify.annotations.NullMarked;
