package io.zmq4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Authenticator.Decision;
import io.zmq4j.Authenticator.Request;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line, but for its exit. */
class KeyToolTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    private int run(String input, String... args) {
        return KeyTool.run(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.US_ASCII)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complaint() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldPrintAPairThatBelongsTogether() {
        assertThat(run("", "generate")).isZero();
        List<String> lines = printed().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("public ");
        assertThat(lines.get(1)).startsWith("secret ");
        CurveKeys keys = CurveKeys.of(
                lines.get(0).substring("public ".length()), lines.get(1).substring("secret ".length()));
        out.reset();
        assertThat(run(keys.secretKey() + "\n", "public")).isZero();
        assertThat(printed().strip()).isEqualTo(keys.publicKey());
    }

    @Test
    void shouldPrintAnotherPairEachTime() {
        run("", "generate");
        String first = printed();
        out.reset();
        run("", "generate");
        assertThat(printed()).isNotEqualTo(first);
    }

    @Test
    void shouldWriteCertificatesThatAnAuthenticatorReads() throws Exception {
        Path file = directory.resolve("ann.cert");
        assertThat(run("", "generate", file.toString(), "ann of the desk")).isZero();
        Certificate open = Certificate.read(file);
        Certificate secret = Certificate.read(directory.resolve("ann.cert_secret"));
        assertThat(open.secretKey()).isNull();
        assertThat(secret.publicKey()).isEqualTo(open.publicKey());
        assertThat(CurveKeys.ofSecret(secret.secretKey()).publicKey()).isEqualTo(open.publicKey());
        assertThat(printed() + Files.readString(file)).doesNotContain(secret.secretKey());
        Request request = new Request("", "127.0.0.1", new byte[0], "CURVE", List.of(Z85.decode(open.publicKey())));
        assertThat(Authenticators.curveKeys(directory).authenticate(request))
                .isEqualTo(Decision.accept("ann of the desk"));
        out.reset();
        assertThat(run("", "public", directory.resolve("ann.cert_secret").toString()))
                .isZero();
        assertThat(printed().strip()).isEqualTo(open.publicKey());
    }

    @Test
    void shouldWriteWhatIsReadAsKeys() throws IOException {
        Path file = directory.resolve("ann");
        run("", "generate", file.toString());
        CurveKeys keys = CurveKeys.read(directory.resolve("ann_secret"));
        assertThat(keys.publicKey()).isEqualTo(Certificate.read(file).publicKey());
        assertThat(keys).isEqualTo(CurveKeys.ofSecret(keys.secretKey()));
        assertThatThrownBy(() -> CurveKeys.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot use " + file + ": it has no secret-key under curve: it is the file for others");
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> CurveKeys.read(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot use " + missing);
        String text = Files.readString(directory.resolve("ann_secret"));
        Path mixed = Files.writeString(
                directory.resolve("mixed"),
                text.replace(keys.publicKey(), CurveKeys.generate().publicKey()));
        assertThatThrownBy(() -> CurveKeys.read(mixed))
                .hasMessageContaining("does not belong to the secret key")
                .hasMessageNotContaining(keys.secretKey());
    }

    @Test
    void shouldWriteWhatIsReadAsText() throws IOException {
        Path file = directory.resolve("ann");
        run("", "generate", file.toString());
        String open = Files.readString(file);
        CurveKeys keys = CurveKeys.parse(Files.readString(directory.resolve("ann_secret")));
        assertThat(keys).isEqualTo(CurveKeys.read(directory.resolve("ann_secret")));
        assertThat(CurveKeys.parsePublicKey(open)).isEqualTo(keys.publicKey());
        assertThatThrownBy(() -> CurveKeys.parse(open))
                .hasMessage("it has no secret-key under curve: it is the file for others");
        assertThatThrownBy(() -> CurveKeys.parsePublicKey("curve\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no public-key under curve");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldLetItsOwnerAloneReadASecretKey() throws IOException {
        assertThat(run("", "generate", directory.resolve("ann").toString())).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ann_secret"))))
                .isEqualTo("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ann_secret"})
    void shouldNotOverwriteAFile(String name) throws IOException {
        Path old = Files.writeString(directory.resolve(name), "old");
        assertThat(run("", "generate", directory.resolve("ann").toString())).isEqualTo(1);
        assertThat(complaint()).isEqualTo(old + " is there already, and is not overwritten" + System.lineSeparator());
        assertThat(old).hasContent("old");
        try (java.util.stream.Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(old);
        }
    }

    @Test
    void shouldTellWhatIsWrongAndNoKey() throws IOException {
        String secret = CurveKeys.generate().secretKey();
        assertThat(run(secret + "0", "public")).isEqualTo(1);
        assertThat(complaint())
                .contains("the secret key has 41 characters, allowed: 40 of Z85")
                .doesNotContain(secret);
        err.reset();
        assertThat(run("", "public", directory.resolve("missing").toString())).isEqualTo(1);
        assertThat(complaint()).contains("cannot read or write", "missing");
        err.reset();
        assertThat(run("", "generate", directory.resolve("ann").toString(), "a\"b"))
                .isEqualTo(1);
        assertThat(complaint()).contains("the name has a quote");
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "help", "generate a b c", "public a b", "--help"})
    void shouldTellItsUsage(String line) {
        assertThat(run("", line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(complaint()).startsWith("usage: java -jar zmq-core.jar generate");
        assertThat(printed()).isEmpty();
    }
}
