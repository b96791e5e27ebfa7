/**
 * Whether the sockets do what they were declared for. Called on the threads that ask, which never wait here: everything
 * comes from snapshots.
 */
@NullMarked
package io.zmq4j.spring.boot.health;

import org.jspecify.annotations.NullMarked;
