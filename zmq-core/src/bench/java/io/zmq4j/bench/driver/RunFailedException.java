package io.zmq4j.bench.driver;

/** A run gave no result; the message becomes part of the report. */
final class RunFailedException extends RuntimeException {

    RunFailedException(String reason) {
        super(reason);
    }
}
