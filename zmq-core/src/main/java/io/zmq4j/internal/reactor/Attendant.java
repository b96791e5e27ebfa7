package io.zmq4j.internal.reactor;

/** Who polls a {@link Reactor} when no other thread does. Any thread calls it, and none is kept waiting. */
interface Attendant {

    /** Of a reactor that is run by hand. */
    Attendant NONE = new Attendant() {
        @Override
        public void call() {}

        @Override
        public void standBy() {}

        @Override
        public void onLeaderRefused() {}

        @Override
        public void onLeft() {}
    };

    /** There are commands, and nobody polls. */
    void call();

    /** There are commands that another thread intends to execute: look soon whether it did, and do not poll until then. */
    void standBy();

    /** A thread that waits would have polled, had nobody else done it. */
    void onLeaderRefused();

    /** A leader polls no longer. */
    void onLeft();
}
