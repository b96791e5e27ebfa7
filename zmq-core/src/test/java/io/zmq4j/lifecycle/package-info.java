/**
 * The life of contexts, sockets and connections under load, interrupts and failures: nothing hangs, leaks or is lost, and
 * the counters are exact. Owner: the test's thread; a test that uses several says so.
 */
@NullMarked
package io.zmq4j.lifecycle;

import org.jspecify.annotations.NullMarked;
