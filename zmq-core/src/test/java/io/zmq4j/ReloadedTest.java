package io.zmq4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When files are read again, and what happens when they cannot be. */
class ReloadedTest {

    private static final Logger LOGGER = Logger.getLogger(Authenticators.class.getName());
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final String KEY = CurveKeys.generate().publicKey();

    private final List<String> warnings = new ArrayList<>();
    private final Handler handler = new Warnings();
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - SECOND / 2); // it overflows
    private final AtomicInteger reads = new AtomicInteger();

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        file = directory.resolve("file");
    }

    @AfterEach
    void hush() {
        LOGGER.removeHandler(handler);
    }

    private Reloaded<String> reloaded() {
        return new Reloaded<>(
                file,
                path -> {
                    reads.incrementAndGet();
                    String text = Files.readString(path);
                    if (text.startsWith("bad")) {
                        throw new IllegalArgumentException("line 1 is bad");
                    }
                    return text;
                },
                clock::get);
    }

    private void later() {
        clock.addAndGet(SECOND);
    }

    @Test
    void shouldReadAgainWhatHasChanged() throws IOException {
        Files.writeString(file, "one");
        Reloaded<String> reloaded = reloaded();
        assertThat(reloaded.get()).isEqualTo("one");
        Files.writeString(file, "other");
        later();
        assertThat(reloaded.get()).isEqualTo("other");
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldLookOnceASecondAtMost() throws IOException {
        Files.writeString(file, "one");
        Reloaded<String> reloaded = reloaded();
        Files.writeString(file, "other");
        clock.addAndGet(SECOND - 1);
        assertThat(reloaded.get()).isEqualTo("one");
        clock.addAndGet(1);
        assertThat(reloaded.get()).isEqualTo("other");
        Files.writeString(file, "another");
        assertThat(reloaded.get()).isEqualTo("other");
    }

    @Test
    void shouldNotReadWhatHasNotChanged() throws IOException {
        Files.writeString(file, "one");
        Reloaded<String> reloaded = reloaded();
        for (int i = 0; i < 10; i++) {
            later();
            assertThat(reloaded.get()).isEqualTo("one");
        }
        assertThat(reads).hasValue(1);
    }

    @Test
    void shouldNoticeThatAnotherFileTookThePlace() throws IOException {
        Files.writeString(file, "one");
        Reloaded<String> reloaded = reloaded();
        Path next = Files.writeString(directory.resolve("next"), "two");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        later();
        assertThat(reloaded.get()).isEqualTo("two");
    }

    @Test
    void shouldKeepTheLastGoodContentAndSaySoOnce() throws IOException {
        Files.writeString(file, "one");
        Reloaded<String> reloaded = reloaded();
        Files.writeString(file, "bad hunter2");
        for (int i = 0; i < 5; i++) {
            later();
            assertThat(reloaded.get()).isEqualTo("one");
        }
        assertThat(warnings)
                .containsExactly("cannot use " + file + ", so what it said before stays in force: line 1 is bad");
        Files.writeString(file, "good");
        later();
        assertThat(reloaded.get()).isEqualTo("good");
        Files.writeString(file, "bad again");
        later();
        assertThat(reloaded.get()).isEqualTo("good");
        assertThat(warnings).hasSize(2);
    }

    @Test
    void shouldKeepTheLastGoodContentWhileTheFileIsAway() throws IOException {
        Files.writeString(file, "one");
        Reloaded<String> reloaded = reloaded();
        Files.delete(file);
        for (int i = 0; i < 5; i++) {
            later();
            assertThat(reloaded.get()).isEqualTo("one");
        }
        assertThat(warnings).hasSize(1);
        Files.writeString(file, "two");
        later();
        assertThat(reloaded.get()).isEqualTo("two");
    }

    @Test
    void shouldFollowTheFilesOfADirectory() throws IOException {
        Certificate certificate = new Certificate(KEY, null, "ann");
        Reloaded<KnownKeys> keys = new Reloaded<>(directory, KnownKeys::read, clock::get);
        assertThat(keys.get().userId(KEY)).isNull();
        Files.writeString(file, certificate.text());
        later();
        assertThat(keys.get().userId(KEY)).isEqualTo("ann");
        Files.writeString(file, new Certificate(KEY, null, "bobby").text());
        later();
        assertThat(keys.get().userId(KEY)).isEqualTo("bobby");
        Files.delete(file);
        later();
        assertThat(keys.get().userId(KEY)).isNull();
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldRefuseToBeginWithWhatCannotBeUsed() throws IOException {
        Files.writeString(file, "bad");
        assertThatThrownBy(this::reloaded)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot use " + file + ": line 1 is bad");
    }

    private final class Warnings extends Handler {
        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
