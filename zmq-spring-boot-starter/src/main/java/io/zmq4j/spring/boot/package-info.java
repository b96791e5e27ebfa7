/**
 * What health, metrics and the actuator share: a view of the open sockets that costs them nothing. Called from any
 * thread.
 */
@NullMarked
package io.zmq4j.spring.boot;

import org.jspecify.annotations.NullMarked;
