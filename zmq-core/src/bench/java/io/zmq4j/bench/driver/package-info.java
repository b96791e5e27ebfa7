/**
 * Runs the programs of {@code io.zmq4j.bench} for several peers, interleaved, each in fresh processes on a fresh port,
 * and compares by the median of the ratios within a repetition. Everything runs on the main thread but the threads that
 * read the output of the processes.
 */
@NullMarked
package io.zmq4j.bench.driver;

import org.jspecify.annotations.NullMarked;
