package io.zmq4j.spring.listener;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a container has done since it was made.
 *
 * @param queued messages that were read and wait for a worker
 * @param inFlight messages, or batches, that the listener works on, asynchronous results included
 * @param processed messages that were handled without an error
 * @param failed messages that were not handled, their retries included in vain
 * @param filtered messages that a filter discarded, or that came while this one of several listeners was paused
 * @param abandoned messages that were read and given up, because a stop took longer than its timeout
 * @param unroutable replies whose requester had left
 * @param retried attempts after a first one
 * @param recovered failed messages that the recoverer took, as a dead-letter socket does
 * @param unrecovered failed messages that the recoverer could not take
 * @param lastError the last failure
 * @param lastMessageAt when the last message was given to the listener
 */
public record ZmqListenerStats(
        int queued,
        int inFlight,
        long processed,
        long failed,
        long filtered,
        long abandoned,
        long unroutable,
        long retried,
        long recovered,
        long unrecovered,
        @Nullable String lastError,
        @Nullable Instant lastMessageAt) {}
