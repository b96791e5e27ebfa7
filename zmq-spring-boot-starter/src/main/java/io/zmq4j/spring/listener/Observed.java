package io.zmq4j.spring.listener;

import org.jspecify.annotations.Nullable;

/** One call of a listener. Each method is called once, in any order; none throws. */
interface Observed {

    /** For want of an observer. */
    Observed BY_NOBODY = new Observed() {

        @Override
        public void left() {
            // there is nobody to tell
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            // there is nobody to tell
        }
    };

    /** The thread that called the listener goes on to something else. */
    void left();

    /** @param failure what went wrong; null = nothing */
    void ended(@Nullable Throwable failure);
}
