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
        Reloaded<KnownKeys> keys = new Reloaded<>(directory, new KeyFiles(), clock::get);
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
    void shouldFollowTheOthersInADirectoryWithALinkToNowhere() throws IOException {
        Files.createSymbolicLink(directory.resolve("a link"), directory.resolve("nowhere"));
        Reloaded<KnownKeys> keys = new Reloaded<>(directory, new KeyFiles(), clock::get);
        Files.writeString(file, new Certificate(KEY, null, "ann").text());
        later();
        assertThat(keys.get().userId(KEY)).isEqualTo("ann");
        Files.delete(file);
        later();
        assertThat(keys.get().userId(KEY)).isNull();
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldUseAllCertificatesButTheBrokenOneAndTellOfThatOnce() throws IOException {
        String annOld = CurveKeys.generate().publicKey();
        String annNew = CurveKeys.generate().publicKey();
        String bob = CurveKeys.generate().publicKey();
        String secret = CurveKeys.generate().secretKey();
        Path ann = Files.writeString(directory.resolve("ann.cert"), new Certificate(annOld, null, "ann").text());
        Reloaded<KnownKeys> keys = new Reloaded<>(directory, new KeyFiles(), clock::get);

        Path broken = Files.writeString(
                directory.resolve("broken.cert"), "curve\n    public-key = \"" + secret.substring(1) + "\"\n");
        Files.writeString(ann, new Certificate(annNew, null, "anna").text());
        later();
        assertThat(keys.get().userId(annNew)).isEqualTo("anna");
        assertThat(keys.get().userId(annOld)).isNull();
        for (int i = 0; i < 3; i++) { // another one changes, and the broken one is not told of again
            Files.writeString(directory.resolve("bob.cert"), new Certificate(bob, null, "bob" + "b".repeat(i)).text());
            later();
            assertThat(keys.get().userId(bob)).isEqualTo("bob" + "b".repeat(i));
        }
        assertThat(warnings)
                .containsExactly(
                        "cannot use certificate 'broken.cert': the public key has 39 characters, allowed: 40 of "
                                + "Z85, so it lets nobody in");
        assertThat(warnings.get(0)).doesNotContain(secret.substring(1));

        Files.writeString(broken, "curve\n    public-key = \"short\"\n");
        later();
        assertThat(keys.get().userId(bob)).isEqualTo("bobbb");
        assertThat(warnings).hasSize(2);
        Files.writeString(broken, new Certificate(KEY, null, "carl").text());
        later();
        assertThat(keys.get().userId(KEY)).isEqualTo("carl");
        assertThat(warnings).hasSize(2);
    }

    @Test
    void shouldKeepTheKeyOfACertificateThatBreaksAndTakeItBackWithTheFile() throws IOException {
        Files.writeString(file, new Certificate(KEY, null, "ann").text());
        Reloaded<KnownKeys> keys = new Reloaded<>(directory, new KeyFiles(), clock::get);
        Files.writeString(file, "half of it");
        for (int i = 0; i < 3; i++) {
            Files.writeString(directory.resolve("_secret" + i + "_secret"), "something changes");
            later();
            assertThat(keys.get().userId(KEY)).isEqualTo("ann");
        }
        assertThat(warnings)
                .containsExactly(
                        "cannot use certificate 'file': it has no public-key under curve, as a certificate has, "
                                + "so what it said before stays in force");
        Files.delete(file);
        later();
        assertThat(keys.get().userId(KEY)).isNull();
        assertThat(warnings).hasSize(1);
    }

    @Test
    void shouldTakeAKeyOfTheFirstOfTwoCertificates() throws IOException {
        Files.writeString(directory.resolve("a"), new Certificate(KEY, null, "ann").text());
        Reloaded<KnownKeys> keys = new Reloaded<>(directory, new KeyFiles(), clock::get);
        Files.writeString(directory.resolve("b"), new Certificate(KEY, null, "bob").text());
        later();
        assertThat(keys.get().userId(KEY)).isEqualTo("ann");
        assertThat(warnings)
                .containsExactly(
                        "cannot use certificate 'b': its public key is that of another certificate too, so it lets nobody in");
        Files.delete(directory.resolve("a"));
        later();
        assertThat(keys.get().userId(KEY)).isEqualTo("bob");
        assertThatThrownBy(() -> {
                    Files.writeString(directory.resolve("a"), new Certificate(KEY, null, "ann").text());
                    new Reloaded<>(directory, new KeyFiles(), clock::get);
                })
                .hasMessage("cannot use " + directory
                        + ": certificate 'b': its public key is that of another certificate too");
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
