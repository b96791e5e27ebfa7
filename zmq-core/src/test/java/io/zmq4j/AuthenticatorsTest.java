package io.zmq4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Authenticator.Decision;
import io.zmq4j.Authenticator.Request;
import io.zmq4j.testing.Certificates;
import io.zmq4j.testing.Certificates.Holder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each ready authenticator: whom it lets in, as whom, and what it says when it is made of the wrong things. */
class AuthenticatorsTest {

    private static final String ANN = CurveKeys.generate().publicKey();
    private static final String BOB = CurveKeys.generate().publicKey();

    @TempDir
    private Path directory;

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Request plain(String name, String password) {
        return new Request("", "127.0.0.1", new byte[0], "PLAIN", List.of(utf8(name), utf8(password)));
    }

    private static Request curve(String key) {
        return new Request("", "127.0.0.1", new byte[0], "CURVE", List.of(Z85.decode(key)));
    }

    private static Request from(String address) {
        return new Request("", address, new byte[0], "NULL", List.of());
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines));
    }

    private static void assertAccepted(Authenticator authenticator, Request request, String userId) throws Exception {
        assertThat(authenticator.authenticate(request)).isEqualTo(Decision.accept(userId));
    }

    private static void assertRejected(Authenticator authenticator, Request request) throws Exception {
        assertThat(authenticator.authenticate(request).status()).isEqualTo(400);
    }

    // -- PLAIN --

    @Test
    void shouldAcceptThePasswordOfTheNameAlone() throws Exception {
        Authenticator users = Authenticators.plain(Map.of("ann", "secret", "b\u00f6b", "", "c", "gr\u00fcn"));
        assertAccepted(users, plain("ann", "secret"), "ann");
        assertAccepted(users, plain("b\u00f6b", ""), "b\u00f6b");
        assertAccepted(users, plain("c", "gr\u00fcn"), "c");
        for (String wrong : List.of("", "secre", "secret1", "Secret", "secret\0", "gr\u00fcn")) {
            assertRejected(users, plain("ann", wrong));
            assertRejected(users, plain("nobody", wrong));
            assertRejected(users, plain("", wrong));
        }
        assertRejected(users, plain("Ann", "secret"));
        assertRejected(users, curve(ANN));
        assertRejected(users, from("127.0.0.1"));
    }

    @Test
    void shouldReadUsersFromAFile() throws Exception {
        Authenticator users = Authenticators.plain(
                file("users", "# those of the desk", "", "ann=se=cr et ", "  bob =x", "#carl=out"));
        assertAccepted(users, plain("ann", "se=cr et "), "ann");
        assertAccepted(users, plain("bob", "x"), "bob");
        assertRejected(users, plain("ann", "se=cr et"));
        assertRejected(users, plain("#carl", "out"));
        assertRejected(users, plain("carl", "out"));
    }

    @ParameterizedTest
    @CsvSource({"hunter2, line 2 is not name=password", "=hunter2, line 2 is not name=password"})
    void shouldNameTheLineThatIsNoUserButNotTell(String line, String message) throws Exception {
        Path users = file("users", "ann=hunter2", line);
        assertThatThrownBy(() -> Authenticators.plain(users))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot use " + users + ": " + message)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void shouldRefuseAUserTwice() throws Exception {
        Path users = file("users", "ann=hunter2", "ann=hunter3");
        assertThatThrownBy(() -> Authenticators.plain(users))
                .hasMessageEndingWith("line 2 names 'ann' again, allowed: one line for each name")
                .hasMessageNotContaining("hunter");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> Authenticators.plain(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot use " + missing);
        assertThatThrownBy(() -> Authenticators.curveKeys(missing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot use " + missing);
    }

    @Test
    void shouldTellNoPassword() throws Exception {
        Authenticator users = Authenticators.plain(Map.of("ann", "hunter2"));
        Authenticator all = Authenticators.all(users, Authenticators.plain(file("users", "ann=hunter2")));
        assertThat(users.toString()).isEqualTo("plain[1 users]");
        assertThat(all.toString()).doesNotContain("hunter2");
        assertThat(all.authenticate(plain("ann", "hunter3")).toString()).doesNotContain("hunter");
        assertThat(plain("ann", "hunter2").toString()).doesNotContain("hunter2");
    }

    // -- CURVE --

    @Test
    void shouldAcceptTheseKeysAlone() throws Exception {
        Authenticator keys = Authenticators.curveKeys(List.of(ANN));
        assertAccepted(keys, curve(ANN), ANN);
        assertRejected(keys, curve(BOB));
        assertRejected(keys, plain("ann", ANN));
        assertRejected(keys, from("127.0.0.1"));
        assertRejected(Authenticators.curveKeys(List.of()), curve(ANN));
    }

    @Test
    void shouldTellTheNameThatAKeyIsGivenWith() throws Exception {
        assertAccepted(Authenticators.curveKeys(List.of(BOB, ANN + " ann of the desk")), curve(ANN), "ann of the desk");
        assertThatThrownBy(() -> Authenticators.curveKeys(List.of(ANN, ANN + " bob")))
                .hasMessage("the public key " + ANN + " is there twice, allowed: once");
    }

    @Test
    void shouldRefuseWhatIsNoKey() {
        assertThatThrownBy(() -> Authenticators.curveKeys(List.of(ANN, "short")))
                .hasMessage("the public key has 5 characters, allowed: 40 of Z85");
    }

    @Test
    void shouldReadKeysAndNamesFromAFile() throws Exception {
        Authenticator keys = Authenticators.curveKeys(file(
                "keys",
                "# the desk",
                ANN + "  ann of the desk ",
                "",
                "\t" + BOB,
                "#" + CurveKeys.generate().publicKey()));
        assertAccepted(keys, curve(ANN), "ann of the desk");
        assertAccepted(keys, curve(BOB), BOB);
    }

    @Test
    void shouldNameTheLineThatIsNoKey() throws Exception {
        Path keys = file("keys", ANN, "nonsense of a line");
        assertThatThrownBy(() -> Authenticators.curveKeys(keys))
                .hasMessage("cannot use " + keys + ": line 2: the public key has 8 characters, allowed: 40 of Z85");
        Path twice = file("twice", ANN + " ann", ANN + " bob");
        assertThatThrownBy(() -> Authenticators.curveKeys(twice))
                .hasMessageEndingWith("line 2: the public key " + ANN + " is there twice, allowed: once");
    }

    @Test
    void shouldReadTheCertificatesOfADirectory() throws Exception {
        file(
                "ann.cert",
                "#   ****  Generated on 2026-01-01 by CZMQ  ****",
                "metadata",
                "    name = \"ann\"",
                "    email = ann@example.com",
                "curve",
                "    public-key = \"" + ANN + "\"");
        file("bob.cert", "metadata", "curve", "    public-key = '" + BOB + "'");
        file("bob.cert_secret", "no certificate, and not looked at");
        file(".hidden", "neither");
        Files.createDirectory(directory.resolve("more"));
        Authenticator keys = Authenticators.curveKeys(directory);
        assertAccepted(keys, curve(ANN), "ann");
        assertAccepted(keys, curve(BOB), "bob.cert");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metadata",
                "public-key = \"KEY\"",
                "curve\n    public-key = \"KEY",
                "curve\n    public-key",
                "curve\n    public-key = \"short\"",
                "other\n    public-key = \"KEY\""
            })
    void shouldNameTheCertificateThatIsNone(String text) throws Exception {
        Files.writeString(directory.resolve("ann.cert"), text.replace("KEY", ANN));
        assertThatThrownBy(() -> Authenticators.curveKeys(directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot use " + directory + ": certificate 'ann.cert': ");
    }

    @Test
    void shouldNotTellTheSecretKeyOfACertificate() {
        CurveKeys keys = CurveKeys.generate();
        Certificate certificate = new Certificate(keys.publicKey(), keys.secretKey(), "ann");
        assertThat(certificate.toString()).contains(keys.publicKey()).doesNotContain(keys.secretKey());
        assertThat(Certificate.parse(certificate.text().lines().toList())).isEqualTo(certificate);
        String other = certificate.text().replace(keys.publicKey(), ANN);
        assertThatThrownBy(() -> Certificate.parse(other.lines().toList()))
                .hasMessageContaining("does not belong to the secret key")
                .hasMessageNotContaining(keys.secretKey());
    }

    // -- addresses --

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, true",
        "10.255.255.255, true",
        "11.0.0.0, false",
        "192.168.1.1, true",
        "192.168.1.2, false",
        "fd00:0:0:0:0:0:0:1%eth0, true",
        "fe80:0:0:0:0:0:0:1, false",
        "/run/socket, false",
        "'', false"
    })
    void shouldAllowAndDenyByAddress(String address, boolean inside) throws Exception {
        String[] ranges = {"10.0.0.0/8", "192.168.1.1", "fd00::/8"};
        assertThat(Authenticators.allow(ranges).authenticate(from(address)).isAccepted())
                .isEqualTo(inside);
        assertThat(Authenticators.deny(ranges).authenticate(from(address)).isAccepted())
                .isEqualTo(!inside);
    }

    @Test
    void shouldRefuseWhatIsNoRange() {
        assertThatThrownBy(() -> Authenticators.allow("10.0.0.0/33"))
                .hasMessage("allow has '10.0.0.0/33', allowed: address/bits such as 10.0.0.0/8 or fd00::/8");
        assertThatThrownBy(() -> Authenticators.deny("localhost")).hasMessageStartingWith("deny has 'localhost'");
        assertThatThrownBy(Authenticators::allow).hasMessage("allow has no range of addresses, allowed: one at least");
        assertThatThrownBy(Authenticators::deny).hasMessageStartingWith("deny has no range");
        assertThat(Authenticators.allow("10.0.0.0/8", "::1").toString())
                .isEqualTo("allow[10.0.0.0/8, 0:0:0:0:0:0:0:1/128]");
    }

    // -- certificates --

    private static Request shown(Holder holder) {
        return new Request("", "127.0.0.1", new byte[0], "NULL", List.of(), List.of(Certificates.certificate(holder)));
    }

    @Test
    void shouldAcceptTheseSubjectsAlone() throws Exception {
        Authenticator subjects = Authenticators.tlsSubjects("cn=Client,  o=ZMQ4J", "CN=other");
        assertAccepted(subjects, shown(Holder.CLIENT), "CN=Client,O=ZMQ4J");
        assertRejected(subjects, shown(Holder.SERVER));
        assertRejected(subjects, from("127.0.0.1"));
        assertRejected(Authenticators.tlsSubjects("O=zmq4j,CN=client"), shown(Holder.CLIENT));
        assertAccepted(
                Authenticators.tlsSubjects(Map.of("CN=client,O=zmq4j", "orders")), shown(Holder.CLIENT), "orders");
        assertThat(subjects).hasToString("tlsSubjects[2 subjects]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "client", "CN", "CN=a,,O=b"})
    void shouldRefuseWhatIsNoSubject(String text) {
        String message = "tlsSubjects has '" + text + "', allowed: names such as CN=orders,O=Example";
        assertThatThrownBy(() -> Authenticators.tlsSubjects(text)).hasMessage(message);
        assertThatThrownBy(() -> Authenticators.tlsSubjects(Map.of(text, "id"))).hasMessage(message);
    }

    @Test
    void shouldRefuseASubjectTwiceOrNone() {
        assertThatThrownBy(() -> Authenticators.tlsSubjects("CN=a", "CN=a"))
                .hasMessage("tlsSubjects has 'CN=a' twice, allowed: once");
        assertThatThrownBy(() -> Authenticators.tlsSubjects("CN=a", "cn=A"))
                .hasMessageEndingWith("twice, allowed: once");
        assertThatThrownBy(Authenticators::tlsSubjects).hasMessage("tlsSubjects has no subject, allowed: one at least");
    }

    // -- all --

    @Test
    void shouldAcceptWhomAllAccept() throws Exception {
        Authenticator both = Authenticators.all(
                Authenticators.plain(Map.of("ann", "secret")),
                request -> Decision.accept("", Map.of("X-Desk", "7")),
                Authenticators.deny("10.0.0.0/8"));
        assertThat(both.authenticate(plain("ann", "secret"))).isEqualTo(Decision.accept("ann", Map.of("X-Desk", "7")));
        assertRejected(both, plain("ann", "wrong"));
        Authenticator named = Authenticators.all(both, request -> Decision.accept("somebody"));
        assertThat(named.authenticate(plain("ann", "secret")).userId()).isEqualTo("somebody");
    }

    @Test
    void shouldAskNobodyAfterTheFirstWhoRefuses() throws Exception {
        Authenticator all = Authenticators.all(request -> Decision.rejectForNow("busy"), request -> {
            throw new AssertionError("asked");
        });
        assertThat(all.authenticate(from("10.0.0.1"))).isEqualTo(Decision.rejectForNow("busy"));
    }

    @Test
    void shouldRefuseToBeOfNobody() {
        assertThatThrownBy(Authenticators::all).hasMessage("all has no authenticator, allowed: one at least");
    }
}
