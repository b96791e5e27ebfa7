package io.zmq4j.bench.driver;

/** A peer says that it has no such transport; the message becomes part of the report. */
final class NotSupportedException extends RuntimeException {

    NotSupportedException(String reason) {
        super(reason);
    }
}
