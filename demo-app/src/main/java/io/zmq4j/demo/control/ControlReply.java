package io.zmq4j.demo.control;

import java.util.List;

/** The answer to a control request; {@code ok} tells whether it was carried out. */
sealed interface ControlReply {

    boolean ok();

    /** How the application is. */
    record Status(
            boolean ok,
            String host,
            long intervalMs,
            List<String> topics,
            long published,
            long collected,
            long alerts,
            long uptimeSeconds)
            implements ControlReply {}

    /** The interval is changed. */
    record IntervalSet(boolean ok, long intervalMs) implements ControlReply {}

    /** Nothing was done, and why. */
    record Refused(boolean ok, String error) implements ControlReply {}
}
