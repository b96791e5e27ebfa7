package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.SecurityName;
import io.zmq4j.spring.boot.Starter;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Sockets over TLS with keys and trust of Spring's bundles. */
@ExtendWith(OutputCaptureExtension.class)
class TlsBundleTest {

    private static TlsIdentity server;
    private static TlsIdentity renewed;
    private static TlsIdentity client;

    @BeforeAll
    static void makeKeys(@TempDir Path directory) {
        server = TlsIdentity.create(directory, "server");
        renewed = TlsIdentity.create(directory, "renewed");
        client = TlsIdentity.create(directory, "client");
    }

    private static ApplicationContextRunner pull(String scheme) {
        return Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=" + scheme + "://127.0.0.1:0",
                        "zmq.sockets.in.tls.bundle=server",
                        "zmq.sockets.in.tls.client-authentication=true");
    }

    private static ApplicationContextRunner push(String scheme, int port) {
        return Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=" + scheme + "://localhost:" + port,
                        "zmq.sockets.out.tls.bundle=client",
                        "zmq.sockets.out.linger=0s");
    }

    private static ApplicationContextRunner with(ApplicationContextRunner runner, DefaultSslBundleRegistry bundles) {
        return runner.withBean(SslBundles.class, () -> bundles);
    }

    /** What the server receives of a client with this bundle; the client's certificate is in its metadata. */
    private static void assertDelivered(ZmqSockets servers, String scheme, SslBundle bundle) {
        with(push(scheme, servers.boundPort("in")), new DefaultSslBundleRegistry("client", bundle))
                .run(out -> {
                    out.getBean(ZmqSockets.class).get("out").send(Msg.of("hello"));
                    Msg msg = servers.get("in").receive(Duration.ofSeconds(20));
                    assertThat(msg).isNotNull();
                    assertThat(msg.metadata().get("Tls-Subject")).contains("CN=client");
                });
    }

    private static void assertRefused(ZmqSockets servers, SslBundle bundle) {
        ZmqSocket pull = servers.get("in");
        with(push("tls", servers.boundPort("in")), new DefaultSslBundleRegistry("client", bundle))
                .run(out -> {
                    ZmqSocket push = out.getBean(ZmqSockets.class).get("out");
                    push.send(Msg.of("hello"));
                    await().atMost(Duration.ofSeconds(20))
                            .until(() -> push.stats().handshakeFailures() > 0);
                    assertThat(pull.receive(Duration.ZERO)).isNull();
                });
    }

    @Test
    void shouldProveBothSidesByTheirBundles() {
        for (String scheme : new String[] {"tls", "wss"}) {
            with(pull(scheme), new DefaultSslBundleRegistry("server", server.trusting(client)))
                    .run(in -> {
                        ZmqSockets servers = in.getBean(ZmqSockets.class);
                        assertDelivered(servers, scheme, client.trusting(server));
                        assertThat(SecurityName.of(servers.spec("in"))).isEqualTo("TLS");
                        assertThat(in.getEnvironment().getProperty("local.zmq.in.port"))
                                .isEqualTo(String.valueOf(servers.boundPort("in")));
                    });
        }
    }

    @Test
    void shouldLetNamedCertificatesInAndAllWhereNoneIsNamed() {
        with(pull("tls"), new DefaultSslBundleRegistry("server", server.trusting(client)))
                .withPropertyValues("zmq.sockets.other.type=pull", "zmq.sockets.other.bind=inproc://other")
                .withPropertyValues("zmq.sockets.other.security.allow=127.0.0.1")
                .run(in -> assertDelivered(in.getBean(ZmqSockets.class), "tls", client.trusting(server)));
        with(pull("tls"), new DefaultSslBundleRegistry("server", server.trusting(client)))
                .withPropertyValues("zmq.sockets.in.security.tls-subjects[0]=CN=client,O=zmq4j")
                .run(in -> assertDelivered(in.getBean(ZmqSockets.class), "tls", client.trusting(server)));
        with(pull("tls"), new DefaultSslBundleRegistry("server", server.trusting(client)))
                .withPropertyValues("zmq.sockets.in.security.tls-subjects[0]=CN=eve,O=zmq4j")
                .run(in -> assertRefused(in.getBean(ZmqSockets.class), client.trusting(server)));
    }

    @Test
    void shouldReadBundlesOfProperties() {
        pull("tls")
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
                .withPropertyValues(
                        "spring.ssl.bundle.pem.server.keystore.certificate=" + server.certificatePem(),
                        "spring.ssl.bundle.pem.server.keystore.private-key=" + server.keyPem(),
                        "spring.ssl.bundle.pem.server.truststore.certificate=" + client.certificatePem())
                .run(in -> assertDelivered(in.getBean(ZmqSockets.class), "tls", client.trusting(server)));
    }

    @Test
    void shouldUseAChangedBundleForNewConnectionsAndKeepItWhenTheChangeIsBad(CapturedOutput output) {
        DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("server", server.trusting(client));
        with(pull("tls"), bundles).run(in -> {
            ZmqSockets servers = in.getBean(ZmqSockets.class);
            assertDelivered(servers, "tls", client.trusting(server));

            bundles.updateBundle("server", renewed.trusting(client));

            assertDelivered(servers, "tls", client.trusting(renewed));
            assertRefused(servers, client.trusting(server));

            bundles.updateBundle("server", SslBundle.of(SslStoreBundle.of(server.store(), "wrong", null)));

            assertThat(output).contains("what it was before stays in force");
            assertDelivered(servers, "tls", client.trusting(renewed));
        });
    }

    @Test
    void shouldBeAContextOfItsBundleInEveryRespect() throws Exception {
        SslBundle bundle = server.trusting(client);
        var behind = bundle.createSslContext();
        ReplaceableSslContext context = new ReplaceableSslContext(behind);
        assertThat(context.getProtocol()).isEqualTo(behind.getProtocol());
        assertThat(context.getClientSessionContext()).isSameAs(behind.getClientSessionContext());
        assertThat(context.getServerSessionContext()).isSameAs(behind.getServerSessionContext());
        assertThat(context.getSocketFactory()).isNotNull();
        assertThat(context.getServerSocketFactory()).isNotNull();
        assertThat(context.getDefaultSSLParameters().getProtocols())
                .isEqualTo(behind.getDefaultSSLParameters().getProtocols());
        assertThat(context.getSupportedSSLParameters().getProtocols())
                .isEqualTo(behind.getSupportedSSLParameters().getProtocols());
        assertThatThrownBy(() -> context.init(null, null, null))
                .isInstanceOf(KeyManagementException.class)
                .hasMessageContaining("bundle");
    }
}
