package io.zmq4j.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/**
 * What the driver may say on the standard input of a program: {@code go}, {@code allocation} (bytes that all threads
 * have allocated and messages that were sent so far) and {@code memory} (what is in use after a collection). The end of
 * the input is the end of the program.
 */
final class Control {

    private final Semaphore go = new Semaphore(0);

    private final LongSupplier sent;

    private Control(LongSupplier sent) {
        this.sent = sent;
    }

    static Control listen() {
        return listen(() -> 0);
    }

    /** @param sent how many messages were sent so far */
    static Control listen(LongSupplier sent) {
        Control control = new Control(sent);
        SecondThread.start("control", control::answer);
        return control;
    }

    void awaitGo() {
        go.acquireUninterruptibly();
    }

    /** Whether it was told to go since this was asked last. */
    boolean isGo() {
        return go.tryAcquire();
    }

    /** Keeps the process, and with it the connections of its sockets, until the driver ends it. */
    static void stay() {
        new Semaphore(0).acquireUninterruptibly();
    }

    private void answer() {
        Footprint.allocatedBytes(); // once, so that what this needs is loaded
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                switch (line) {
                    case "go" -> go.release();
                    case "allocation" ->
                        Output.line("ALLOCATION sent=" + sent.getAsLong() + " allocated=" + Footprint.allocatedBytes());
                    case "memory" -> Output.line("MEMORY " + Footprint.inUse());
                    default -> throw new IllegalArgumentException("told " + line + ", allowed: go, allocation, memory");
                }
            }
            Runtime.getRuntime().halt(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
