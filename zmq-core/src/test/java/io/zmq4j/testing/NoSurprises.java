package io.zmq4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test during which a thread died of an exception, or during which this library logged an error: no input of a
 * peer may do that.
 */
public final class NoSurprises implements BeforeEachCallback, AfterEachCallback {

    private static final Logger LIBRARY = Logger.getLogger("io.zmq4j");

    private final List<String> surprises = new CopyOnWriteArrayList<>();
    private final Handler log = new Errors();
    private Thread.UncaughtExceptionHandler before = (thread, thrown) -> {};
    private boolean hadHandler;

    @Override
    public void beforeEach(ExtensionContext context) {
        Thread.UncaughtExceptionHandler current = Thread.getDefaultUncaughtExceptionHandler();
        hadHandler = current != null;
        if (current != null) {
            before = current;
        }
        surprises.clear();
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> surprises.add(thread.getName() + " died: " + describe(thrown)));
        LIBRARY.addHandler(log);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        LIBRARY.removeHandler(log);
        Thread.setDefaultUncaughtExceptionHandler(hadHandler ? before : null);
        assertThat(surprises)
                .as("surprises during %s", context.getDisplayName())
                .isEmpty();
    }

    private static String describe(Throwable thrown) {
        StringBuilder text = new StringBuilder(thrown.toString());
        for (StackTraceElement element : thrown.getStackTrace()) {
            text.append("\n    at ").append(element);
        }
        return text.toString();
    }

    private final class Errors extends Handler {
        @Override
        public void publish(LogRecord entry) {
            Throwable thrown = entry.getThrown();
            boolean bug = thrown instanceof RuntimeException || thrown instanceof Error;
            if (bug || entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                surprises.add(entry.getLoggerName() + " logged " + entry.getLevel() + ": " + entry.getMessage()
                        + (thrown == null ? "" : " " + describe(thrown)));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
