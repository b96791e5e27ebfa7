package io.zmq4j.spring.listener;

import org.jspecify.annotations.Nullable;

/** Tells an observer of one call in the order that it is promised. */
final class ObservedCall implements Observed {

    private final Observation observation;
    private final ZmqListenerCall call;
    private final Thread thread = Thread.currentThread();
    // -- on the thread that called the listener --
    private boolean left;
    private boolean ended;
    private @Nullable Throwable failure;

    ObservedCall(Observation observation, ZmqListenerCall call) {
        this.observation = observation;
        this.call = call;
    }

    @Override
    public void left() {
        left = true;
        try {
            call.left();
        } catch (RuntimeException e) {
            observation.failed(e);
        }
        if (ended) {
            tellEnd(failure);
        }
    }

    @Override
    public void ended(@Nullable Throwable cause) {
        if (Thread.currentThread() == thread && !left) {
            ended = true;
            failure = cause;
        } else {
            tellEnd(cause);
        }
    }

    private void tellEnd(@Nullable Throwable cause) {
        try {
            call.ended(cause);
        } catch (RuntimeException e) {
            observation.failed(e);
        }
    }
}
