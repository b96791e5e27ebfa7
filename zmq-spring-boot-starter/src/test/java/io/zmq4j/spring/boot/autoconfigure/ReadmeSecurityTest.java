package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.CurveKeys;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** What is written of security in yml is what works: two applications with the files as they stand there. */
class ReadmeSecurityTest {

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    @TempDir
    private Path directory;

    /** The blocks of yml under this heading. */
    private static List<String> blocks(String file, String heading) throws IOException {
        String text = Files.readString(Path.of("..").resolve(file));
        int start = text.indexOf("\n" + heading + "\n");
        assertThat(start).as("the place of '%s'", heading).isPositive();
        int end = text.indexOf("\n#", start + heading.length());
        return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(text.substring(start, end))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private CurveKeys write(String name, String userId) throws IOException {
        CurveKeys keys = CurveKeys.generate();
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, SecurityTest.certificate(keys, false, userId));
        Files.writeString(
                file.resolveSibling(file.getFileName() + "_secret"), SecurityTest.certificate(keys, true, userId));
        return keys;
    }

    private ConfigurableApplicationContext start(String yml, String... arguments) throws IOException {
        Path file = Files.createTempFile(directory, "application", ".yml");
        Files.writeString(
                file,
                yml.replace("file:", "file:" + directory + "/").replaceAll("tcp://\\*:\\d+", "tcp://127.0.0.1:0"));
        String[] all = new String[arguments.length + 1];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "--spring.config.location=" + file.toUri();
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(all);
    }

    private static String connectTo(ConfigurableApplicationContext server, String name, String yml) {
        return yml.replaceAll(
                "tcp://server:\\d+",
                "tcp://127.0.0.1:" + server.getEnvironment().getProperty("local.zmq." + name + ".port"));
    }

    private static ZmqSocket socket(ConfigurableApplicationContext application, String name) {
        return application.getBean(ZmqSockets.class).get(name);
    }

    @Test
    void shouldTalkInSecretAsTheReadmeSays() throws Exception {
        write("keys/server", "");
        write("clients/ann", "ann of the desk");
        write("strangers/ann", "ann of the desk");
        List<String> both = blocks("README.md", "### CURVE in ten lines");
        assertThat(both).hasSize(2);
        try (ConfigurableApplicationContext server = start(both.get(0))) {
            String client = connectTo(server, "orders", both.get(1));
            ZmqSocket pull = socket(server, "orders");
            try (ConfigurableApplicationContext ann = start(client)) {
                socket(ann, "orders").send(Msg.of("first order"));
                Msg msg = pull.receive(Duration.ofSeconds(20));
                assertThat(msg).isNotNull();
                assertThat(msg.metadata().get(Metadata.USER_ID)).isEqualTo("ann of the desk");
            }
            long before = pull.stats().handshakeFailures();
            try (ConfigurableApplicationContext stranger = start(client.replace("clients/", "strangers/"))) {
                socket(stranger, "orders").send(Msg.of("second order"));
                await().atMost(Duration.ofSeconds(20)).until(() -> pull.stats().handshakeFailures() > before);
                assertThat(pull.receive(Duration.ZERO)).isNull();
            }
        }
    }

    @Test
    void shouldBeReadAsThePageOnSecuritySays() throws Exception {
        CurveKeys keys = CurveKeys.generate();
        Files.createDirectories(directory.resolve("clients"));
        Files.createDirectories(directory.resolve("run/secrets"));
        Files.writeString(
                directory.resolve("run/secrets/me_secret"), SecurityTest.certificate(CurveKeys.generate(), true, "me"));
        TlsIdentity identity = TlsIdentity.create(directory, "quotes");
        String bundle = "spring.ssl.bundle.pem.";
        List<String> blocks = blocks("zmq-core/SECURITY.md", "## With the starter");
        assertThat(blocks).hasSize(1);
        String yml = blocks.get(0).replace("tls://*:5570", "tls://127.0.0.1:0");
        try (ConfigurableApplicationContext application = start(
                yml,
                "--SERVER_SECRET=" + keys.secretKey(),
                "--SERVER_PUBLIC=" + keys.publicKey(),
                "--ANN_PASSWORD=one",
                "--BOB_PASSWORD=two",
                "--" + bundle + "quotes.keystore.certificate=" + identity.certificatePem(),
                "--" + bundle + "quotes.keystore.private-key=" + identity.keyPem(),
                "--" + bundle + "trust.truststore.certificate=" + identity.certificatePem())) {
            ZmqSockets sockets = application.getBean(ZmqSockets.class);
            assertThat(sockets.names()).hasSize(5).allMatch(sockets::isOpen);
        }
    }
}
