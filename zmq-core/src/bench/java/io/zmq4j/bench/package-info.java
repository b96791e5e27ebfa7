/**
 * The programs that are measured, each with any {@link io.zmq4j.bench.Peer} and with the arguments of its
 * {@link io.zmq4j.bench.Plan}. A program says what happens in lines on its standard output (see
 * {@link io.zmq4j.bench.Output}) and may be asked on its standard input (see {@link io.zmq4j.bench.Control}); the
 * driver in {@code io.zmq4j.bench.driver} starts the programs and compares. Every socket is opened, used and left by
 * one thread.
 */
@NullMarked
package io.zmq4j.bench;

import org.jspecify.annotations.NullMarked;
