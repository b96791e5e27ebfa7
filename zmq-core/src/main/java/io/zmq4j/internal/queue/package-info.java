/**
 * Lock-free queues. They know nothing of ZeroMQ but their names: {@link io.zmq4j.internal.queue.YPipe} has one writer and
 * one reader, {@link io.zmq4j.internal.queue.MpscQueue} many writers and one reader. No class here owns a thread.
 */
@NullMarked
package io.zmq4j.internal.queue;

import org.jspecify.annotations.NullMarked;
