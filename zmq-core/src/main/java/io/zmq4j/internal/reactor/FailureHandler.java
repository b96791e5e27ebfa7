package io.zmq4j.internal.reactor;

/** Told of what must never happen: a callback that threw. It costs that callback, never the thread. */
@FunctionalInterface
public interface FailureHandler {

    void onFailure(Object source, Throwable failure);
}
