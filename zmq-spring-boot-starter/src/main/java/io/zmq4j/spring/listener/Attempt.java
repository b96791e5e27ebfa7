package io.zmq4j.spring.listener;

import org.jspecify.annotations.Nullable;

/**
 * What one call of a listener came to.
 *
 * @param failure what it threw, if it is to be called again
 * @param pause milliseconds until then
 */
record Attempt(@Nullable Exception failure, long pause) {

    /** It succeeded, or failed for good. */
    static final Attempt DONE = new Attempt(null, 0);

    /** Its result is still to come. */
    static final Attempt PENDING = new Attempt(null, 0);
}
