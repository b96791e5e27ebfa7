/**
 * The control socket: requests of any ZeroMQ client, as words or as JSON, and replies in JSON. Runs on the thread of its
 * listener.
 */
@NullMarked
package io.zmq4j.demo.control;

import org.jspecify.annotations.NullMarked;
