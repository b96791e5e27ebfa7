package io.zmq4j.spring.listener;

import org.jspecify.annotations.Nullable;

/** Tells an observer how long a call took. */
record TimedCall(ZmqListenerObserver observer, ZmqListenerContainer container, long start) implements ZmqListenerCall {

    @Override
    public void left() {
        // the time goes on until the result is there
    }

    @Override
    public void ended(@Nullable Throwable failure) {
        observer.processed(container, System.nanoTime() - start, failure);
    }
}
