package io.zmq4j.bench;

/**
 * What a program tells on its standard output, one line each, in this order: {@code BOUND endpoint} when a peer may
 * connect, {@code WINDOW} when the measurement begins, {@code RESULT name=value ...} when it ends.
 */
final class Output {

    private Output() {}

    static void bound(String endpoint) {
        line("BOUND " + endpoint);
    }

    static void window() {
        line("WINDOW");
    }

    /** Ends the process: how a peer closes its sockets is not measured here and may take its time. */
    static void result(String values) {
        line("RESULT " + values);
        Runtime.getRuntime().halt(0);
    }

    private static void line(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
