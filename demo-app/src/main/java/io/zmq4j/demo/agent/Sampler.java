package io.zmq4j.demo.agent;

import java.time.Instant;

/** Measures one thing. Called by one thread at a time; may remember the call before, to tell differences. */
interface Sampler {

    /** What the figures are published under. */
    String topic();

    /** Measures now. */
    Figures sample(Instant now);
}
