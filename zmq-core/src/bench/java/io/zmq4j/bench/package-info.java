/**
 * The programs that are measured: throughput and round trips over tcp between two processes and over inproc within one,
 * each with any {@link io.zmq4j.bench.Peer}. A program says what happens in lines on its standard output (see
 * {@link io.zmq4j.bench.Output}); the driver in {@code io.zmq4j.bench.driver} starts the programs and compares.
 * Every socket is opened, used and left by one thread.
 */
@NullMarked
package io.zmq4j.bench;

import org.jspecify.annotations.NullMarked;
