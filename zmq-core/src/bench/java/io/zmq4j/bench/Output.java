package io.zmq4j.bench;

/**
 * What a program tells on its standard output, one line each: {@code BOUND endpoint} when a peer may connect,
 * {@code WINDOW} when the measurement begins, {@code RESULT name=value ...} when it ends, and answers to what
 * {@link Control} is asked.
 */
final class Output {

    private Output() {}

    /** Binds and says where. A peer without Unix domain sockets is a result too. */
    static void bind(PeerSocket socket, String endpoint) {
        try {
            line("BOUND " + socket.bind(endpoint));
        } catch (RuntimeException e) {
            if (!endpoint.startsWith("ipc:")) {
                throw e;
            }
            line("UNSUPPORTED " + e.getMessage());
            Runtime.getRuntime().halt(0);
        }
    }

    static void window() {
        line("WINDOW");
    }

    static void result(String values) {
        line("RESULT " + values);
    }

    static void line(String text) {
        System.out.println(text);
        System.out.flush();
    }
}
