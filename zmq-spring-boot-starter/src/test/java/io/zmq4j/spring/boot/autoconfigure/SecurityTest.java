package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Authenticator;
import io.zmq4j.CurveKeys;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Starter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** Who gets in where the security of sockets is in properties, with peers of the core alone. */
@ExtendWith(OutputCaptureExtension.class)
class SecurityTest {

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys ANN = CurveKeys.generate();
    private static final CurveKeys BOB = CurveKeys.generate();

    @TempDir
    private Path directory;

    /** A certificate as KeyTool writes it. */
    static String certificate(CurveKeys keys, boolean secret, String name) {
        return "metadata\n    name = \"" + name + "\"\ncurve\n    public-key = \"" + keys.publicKey() + "\"\n"
                + (secret ? "    secret-key = \"" + keys.secretKey() + "\"\n" : "");
    }

    private Path file(String name, String content) {
        try {
            Files.createDirectories(directory.resolve(name).getParent());
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ApplicationContextRunner pull(String... security) {
        return declared("in", security)
                .withPropertyValues("zmq.security.curve.key-pairs.server.secret-key=" + SERVER.secretKey());
    }

    private static ApplicationContextRunner declared(String name, String... security) {
        return and(Starter.runner(), name, security);
    }

    private static ApplicationContextRunner and(ApplicationContextRunner runner, String name, String... security) {
        List<String> properties = new ArrayList<>(
                List.of("zmq.sockets." + name + ".type=pull", "zmq.sockets." + name + ".bind=tcp://127.0.0.1:0"));
        for (String property : security) {
            properties.add("zmq.sockets." + name + ".security." + property);
        }
        return runner.withPropertyValues(properties.toArray(String[]::new));
    }

    /** The user id of a peer that is let in by this socket. */
    private static String userId(ApplicationContext application, String socket, Security security) {
        ZmqSockets sockets = application.getBean(ZmqSockets.class);
        try (ZmqContext context = ZmqContext.create();
                ZmqSocket push = push(context, sockets.boundPort(socket), security)) {
            push.send(Msg.of("hello"));
            Msg msg = sockets.get(socket).receive(Duration.ofSeconds(20));
            assertThat(msg).as("what a peer with %s has sent", security).isNotNull();
            String userId = msg.metadata().get(Metadata.USER_ID);
            return userId == null ? "" : userId;
        }
    }

    private static void assertRefused(ApplicationContext application, String socket, Security security) {
        ZmqSockets sockets = application.getBean(ZmqSockets.class);
        ZmqSocket pull = sockets.get(socket);
        long before = pull.stats().handshakeFailures();
        try (ZmqContext context = ZmqContext.create();
                ZmqSocket push = push(context, sockets.boundPort(socket), security)) {
            push.send(Msg.of("hello"));
            await().atMost(Duration.ofSeconds(20)).until(() -> pull.stats().handshakeFailures() > before);
            assertThat(pull.receive(Duration.ZERO)).isNull();
        }
    }

    private static ZmqSocket push(ZmqContext context, int port, Security security) {
        ZmqSocket push = context.socket(
                SocketType.PUSH,
                SocketConfig.builder().security(security).linger(Duration.ZERO).build());
        push.connect("tcp://127.0.0.1:" + port);
        return push;
    }

    private static Security curve(CurveKeys keys) {
        return Security.curveClient(keys, SERVER.publicKey());
    }

    // -- CURVE --

    @Test
    void shouldLetAuthorizedKeysInAlone() {
        pull("mechanism=curve", "key-pair=server", "authorized-keys=" + ANN.publicKey() + " ann of the desk")
                .run(context -> {
                    assertThat(userId(context, "in", curve(ANN))).isEqualTo("ann of the desk");
                    assertRefused(context, "in", curve(BOB));
                    assertRefused(context, "in", Security.none());
                });
    }

    @Test
    void shouldReadCertificatesOfADirectoryAndFilesOfKeysAgainWhenTheyChange() {
        file("clients/ann", certificate(ANN, false, "ann"));
        Path more = file("more.keys", "# nobody yet\n");
        Path secret = file("server_secret", certificate(SERVER, true, "server"));
        declared(
                        "in",
                        "mechanism=curve",
                        "key-pair=server",
                        "authorized-keys[0]=file:" + directory.resolve("clients"),
                        "authorized-keys[1]=file:" + more)
                .withPropertyValues("zmq.security.curve.key-pairs.server.location=file:" + secret)
                .run(context -> {
                    assertThat(userId(context, "in", curve(ANN))).isEqualTo("ann");
                    assertRefused(context, "in", curve(BOB));
                    Files.writeString(more, BOB.publicKey() + " bob\n");
                    assertThat(userId(context, "in", curve(BOB))).isEqualTo("bob");
                });
    }

    @Test
    void shouldReadKeysThatAreInNoFile() {
        KeyResources resources = new KeyResources(new InMemory(("# clients\n\n" + ANN.publicKey() + " ann\n")));
        Authenticator keys = resources.authorized("classpath:clients.keys");
        assertThat(keys.toString()).isEqualTo("curveKeys[1 keys]");
    }

    private static final class InMemory extends org.springframework.core.io.DefaultResourceLoader {
        private final String text;

        private InMemory(String text) {
            this.text = text;
        }

        @Override
        public org.springframework.core.io.Resource getResource(String location) {
            return new org.springframework.core.io.ByteArrayResource(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldKeepTheKeysOfTwoSocketsApart() {
        and(
                        pull("mechanism=curve", "key-pair=server", "authorized-keys=" + ANN.publicKey()),
                        "other",
                        "mechanism=curve",
                        "key-pair=server",
                        "authorized-keys=" + BOB.publicKey())
                .run(context -> {
                    assertThat(userId(context, "in", curve(ANN))).isEqualTo(ANN.publicKey());
                    assertThat(userId(context, "other", curve(BOB))).isEqualTo(BOB.publicKey());
                    assertRefused(context, "in", curve(BOB));
                    assertRefused(context, "other", curve(ANN));
                });
    }

    @Test
    void shouldLetEverybodyInAndSaySoWhenACurveServerHasNoAuthorizedKeys(CapturedOutput output) {
        and(
                        pull("mechanism=curve", "role=server", "key-pair=server"),
                        "closed",
                        "mechanism=curve",
                        "key-pair=server",
                        "authorized-keys=")
                .run(context -> {
                    assertThat(userId(context, "in", curve(BOB))).isEqualTo(BOB.publicKey());
                    assertRefused(context, "closed", curve(BOB));
                });
        assertThat(output).containsOnlyOnce("socket 'in' lets everybody in who knows its public key");
        assertThat(output).doesNotContain("socket 'closed' lets everybody in");
    }

    @Test
    void shouldAskAHandlerOfZapThatIsASocketOfTheApplication(CapturedOutput output) {
        pull("mechanism=curve", "role=server", "key-pair=server")
                .withPropertyValues("zmq.sockets.zap.type=rep", "zmq.sockets.zap.bind=inproc://zeromq.zap.01")
                .run(context -> {
                    ZmqSocket zap = context.getBean(ZmqSockets.class).get("zap");
                    Thread handler = new Thread(() -> {
                        Msg asked = zap.receive(Duration.ofSeconds(20));
                        if (asked != null) {
                            zap.send(Msg.of(asked.string(0), asked.string(1), "400", "not today", "", ""));
                        }
                    });
                    handler.start();
                    assertRefused(context, "in", curve(ANN));
                    handler.join(Duration.ofSeconds(20).toMillis());
                    assertThat(handler.isAlive()).isFalse();
                });
        assertThat(output).doesNotContain("lets everybody in");
    }

    // -- PLAIN, addresses, domains --

    @Test
    void shouldLetUsersInAndThoseAloneThatASocketNames() {
        and(pull("mechanism=plain"), "few", "mechanism=plain", "users=ann")
                .withPropertyValues("zmq.security.plain.users.ann=one", "zmq.security.plain.users.bob=two")
                .run(context -> {
                    assertThat(userId(context, "in", Security.plainClient("bob", "two")))
                            .isEqualTo("bob");
                    assertThat(userId(context, "few", Security.plainClient("ann", "one")))
                            .isEqualTo("ann");
                    assertRefused(context, "in", Security.plainClient("bob", "one"));
                    assertRefused(context, "few", Security.plainClient("bob", "two"));
                });
    }

    @Test
    void shouldLookAtAddressesWithAndWithoutAMechanism() {
        and(
                        and(pull("allow=127.0.0.0/8"), "denied", "deny=127.0.0.1"),
                        "curve",
                        "mechanism=curve",
                        "role=server",
                        "key-pair=server",
                        "allow=10.0.0.0/8")
                .run(context -> {
                    assertThat(userId(context, "in", Security.none())).isEmpty();
                    assertRefused(context, "denied", Security.none());
                    assertRefused(context, "curve", curve(ANN));
                });
    }

    @Test
    void shouldLeaveOtherDomainsToTheAuthenticatorOfTheApplication() {
        Authenticator own = request ->
                request.mechanism().equals("PLAIN") && request.password().equals("open")
                        ? Authenticator.Decision.accept("own " + request.username())
                        : Authenticator.Decision.reject("not here");
        and(
                        and(
                                pull("mechanism=curve", "key-pair=server", "authorized-keys=" + ANN.publicKey()),
                                "passwords",
                                "mechanism=plain"),
                        "free",
                        "mechanism=curve",
                        "role=server",
                        "key-pair=server")
                .withBean(Authenticator.class, () -> own)
                .run(context -> {
                    assertThat(userId(context, "in", curve(ANN))).isEqualTo(ANN.publicKey());
                    assertThat(userId(context, "passwords", Security.plainClient("eve", "open")))
                            .isEqualTo("own eve");
                    assertRefused(context, "free", curve(ANN));
                });
    }

    @Test
    void shouldRefusePeersOfADomainOfWhichNobodyKnows() {
        and(pull("allow=127.0.0.1"), "lost")
                .withPropertyValues("zmq.sockets.lost.zap-domain=nowhere", "zmq.sockets.in.zap-domain=here")
                .run(context -> {
                    assertThat(context.getBean(ZmqSockets.class)
                                    .spec("in")
                                    .config()
                                    .zapDomain())
                            .isEqualTo("here");
                    assertThat(userId(context, "in", Security.none())).isEmpty();
                    assertRefused(context, "lost", Security.none());
                });
    }

    @Test
    void shouldShareADomainWhenTheRulesAreTheSame() {
        and(pull("allow=127.0.0.1"), "other", "allow=127.0.0.1")
                .withPropertyValues("zmq.defaults.zap-domain=house")
                .run(context -> {
                    assertThat(userId(context, "in", Security.none())).isEmpty();
                    assertThat(userId(context, "other", Security.none())).isEmpty();
                });
    }

    @Test
    void shouldBeAClientWhenThereIsAServerKeyOrAUsername() {
        String[] forms = {SERVER.publicKey(), "server", "file:" + file("server", certificate(SERVER, false, ""))};
        for (String serverKey : forms) {
            declared("out", "mechanism=curve", "key-pair=me", "server-key=" + serverKey)
                    .withPropertyValues(
                            "zmq.security.curve.key-pairs.me.public-key=" + ANN.publicKey(),
                            "zmq.security.curve.key-pairs.me.secret-key=" + ANN.secretKey(),
                            "zmq.security.curve.key-pairs.server.public-key=" + SERVER.publicKey())
                    .run(context -> assertThat(context.getBean(ZmqSockets.class)
                                    .spec("out")
                                    .config()
                                    .security())
                            .isEqualTo(curve(ANN)));
        }
        declared("out", "mechanism=plain", "username=ann", "password=one").run(context -> assertThat(
                        context.getBean(ZmqSockets.class).spec("out").config().security())
                .isEqualTo(Security.plainClient("ann", "one")));
    }
}
