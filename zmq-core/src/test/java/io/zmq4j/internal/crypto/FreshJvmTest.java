package io.zmq4j.internal.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JVMs with and without native access, and without Bouncy Castle. */
class FreshJvmTest {

    private static final boolean HAS_NATIVE = Runtime.version().feature() >= AvailableTiers.NATIVE_SINCE;
    private static final String NATIVE = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    private Path directory;

    /** What the JVM and its log wrote, to both streams. */
    private String run(boolean bouncyCastle, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(classPath(bouncyCastle));
        command.add(CryptoProbe.class.getName());
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static String classPath(boolean bouncyCastle) {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (bouncyCastle || !entry.contains("bcprov")) {
                entries.add(entry);
            }
        }
        return String.join(java.io.File.pathSeparator, entries);
    }

    @Test
    void shouldNameTheOptionThatIsMissing() throws Exception {
        String output = run(true);
        assertThat(output).contains("CURVE uses X25519 of Bouncy Castle").contains("key=true");
        if (HAS_NATIVE) {
            assertThat(output).containsOnlyOnce("libsodium").contains(NATIVE);
        } else {
            assertThat(output).doesNotContain(NATIVE);
        }
        assertThat(output).as("the JVM has nothing to say").doesNotContain("WARNING");
    }

    @Test
    void shouldUseLibsodiumWithoutAWarning() throws Exception {
        if (HAS_NATIVE) {
            assertThat(run(true, NATIVE))
                    .contains("CURVE uses X25519, XSalsa20 and Poly1305 of libsodium")
                    .contains("key=true")
                    .doesNotContain("WARNING");
        } else {
            assertThat(run(true)).contains("libsodium cannot be called by Java").contains("key=true");
        }
    }

    @Test
    void shouldNeedBouncyCastleOnlyWithoutLibsodium() throws Exception {
        if (HAS_NATIVE) {
            assertThat(run(false, NATIVE)).contains("key=true");
        }
        assertThat(run(false))
                .contains("CURVE needs X25519 of org.bouncycastle:bcprov-jdk18on, which is not on the class path")
                .contains("libsodium")
                .doesNotContain("key=");
    }

    @Test
    void shouldObeyTheProperty() throws Exception {
        String java = "-Dio.zmq4j.crypto=java";
        String output = HAS_NATIVE ? run(true, NATIVE, java) : run(true, java);
        assertThat(output).contains("in Java, as io.zmq4j.crypto is java").contains("key=true");
        assertThat(run(true, "-Dio.zmq4j.crypto=sodium"))
                .contains("io.zmq4j.crypto is sodium, but ")
                .doesNotContain("key=");
    }

    @Test
    void shouldFindAFileOfLibsodium() throws Exception {
        String place = directory.toString();
        assertThat(SodiumFiles.find(List.of("", place))).isNull();
        Path file = Files.createFile(directory.resolve("libsodium.so.23"));
        assertThat(SodiumFiles.find(List.of("", place))).isEqualTo(file.toString());
    }
}
