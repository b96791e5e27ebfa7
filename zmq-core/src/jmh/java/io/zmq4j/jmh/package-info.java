/**
 * What a hand-over costs between one writer and one reader thread, and what a single operation costs alone. Writers stay
 * within a window of the reader, as everything in the library does.
 */
@NullMarked
package io.zmq4j.jmh;

import org.jspecify.annotations.NullMarked;
