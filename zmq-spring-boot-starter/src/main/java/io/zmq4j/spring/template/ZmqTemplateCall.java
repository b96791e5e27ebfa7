package io.zmq4j.spring.template;

import org.jspecify.annotations.Nullable;

/** Follows one operation of a template for a {@link ZmqTemplateObserver}. */
@FunctionalInterface
public interface ZmqTemplateCall {

    /**
     * Called once: when the socket has taken what was sent, when the reply to a request is there, or when either has
     * failed. That of an asynchronous request may come on another thread.
     *
     * @param failure what went wrong; null = nothing
     */
    void ended(@Nullable Throwable failure);
}
