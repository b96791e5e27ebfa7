package io.zmq4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which there are more threads of contexts, file descriptors or direct memory than before it.
 * What is closed in the background has {@link Waiting#SOON} to go.
 */
public final class LeakGate implements BeforeAllCallback, AfterAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakGate.class);
    /** The JDK keeps a temporary buffer for each thread that does blocking I/O, the test's own threads included. */
    private static final long DIRECT_SLACK = 1 << 20;

    private record Baseline(List<String> threads, long descriptors, long directBytes) {}

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        // the JDK keeps one descriptor for ever from the first channel on
        ServerSocketChannel.open().close();
        context.getStore(NAMESPACE).put("baseline", new Baseline(threads(), Descriptors.count(), DirectMemory.used()));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Baseline baseline = context.getStore(NAMESPACE).get("baseline", Baseline.class);
        if (baseline == null) {
            throw new IllegalStateException("no baseline was taken before " + context.getDisplayName());
        }
        Awaitility.await("everything that " + context.getDisplayName() + " opened is closed")
                .atMost(Waiting.SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertNothingLeft(baseline));
    }

    private static void assertNothingLeft(Baseline baseline) {
        assertThat(threads().size())
                .as("threads of contexts, now %s", threads())
                .isLessThanOrEqualTo(baseline.threads.size());
        assertThat(Descriptors.count())
                .as("file descriptors, now %s", Descriptors.described())
                .isLessThanOrEqualTo(baseline.descriptors);
        if (DirectMemory.used() > baseline.directBytes + DIRECT_SLACK) {
            System.gc();
        }
        assertThat(DirectMemory.used())
                .as("bytes of direct memory")
                .isLessThanOrEqualTo(baseline.directBytes + DIRECT_SLACK);
    }

    /** Names of the live threads that belong to a context of ours. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("zmq"))
                .sorted()
                .collect(Collectors.toList());
    }
}
