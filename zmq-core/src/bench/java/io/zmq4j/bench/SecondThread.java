package io.zmq4j.bench;

/** The thread of the other end within one process; its failure ends the process. */
final class SecondThread {

    private static final int EXIT_CODE = 4;

    private SecondThread() {}

    static void start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, cause) -> {
            System.getLogger(SecondThread.class.getName())
                    .log(System.Logger.Level.ERROR, "the other end failed", cause);
            Runtime.getRuntime().halt(EXIT_CODE);
        });
        thread.start();
    }
}
