/**
 * Keeps the last minutes of what the agent publishes, in memory that is bounded. The history is thread-safe: the
 * listener's thread adds to it, threads of the web server read it.
 */
@NullMarked
package io.zmq4j.demo.collector;

import org.jspecify.annotations.NullMarked;
