/**
 * Measures this machine and publishes what it finds: parsers of {@code /proc}, samplers that turn counters into rates, and
 * the agent that publishes each kind of figures under its topic. Everything here runs on the scheduler's thread, one
 * round at a time; the records of figures are immutable.
 */
@NullMarked
package io.zmq4j.demo.agent;

import org.jspecify.annotations.NullMarked;
