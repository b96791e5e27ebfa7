/**
 * For tests of applications: sockets that talk inside the process in the place of the network. Used by one thread, that of
 * the test context.
 */
@NullMarked
package io.zmq4j.spring.boot.test;

import org.jspecify.annotations.NullMarked;
