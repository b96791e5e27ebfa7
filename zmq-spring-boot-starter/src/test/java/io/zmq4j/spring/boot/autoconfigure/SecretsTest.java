package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.CurveKeys;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.actuate.ZmqEndpoint;
import io.zmq4j.spring.boot.health.ZmqHealthContributor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.autoconfigure.context.properties.ConfigurationPropertiesReportEndpointAutoConfiguration;
import org.springframework.boot.actuate.context.properties.ConfigurationPropertiesReportEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is shown of an application tells what protects it, and no secret. */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTest {

    private static final String MARKER = "hunter2-7f3a";
    private static final CurveKeys KEYS = CurveKeys.generate();

    private static void assertSecret(Object shown) {
        assertThat(shown.toString()).isNotEmpty().doesNotContain(MARKER).doesNotContain(KEYS.secretKey());
    }

    @Test
    void shouldTellTheMechanismAndNoSecret(CapturedOutput output) {
        Starter.runner()
                .withConfiguration(AutoConfigurations.of(
                        ZmqEndpointAutoConfiguration.class,
                        ZmqHealthAutoConfiguration.class,
                        ConfigurationPropertiesReportEndpointAutoConfiguration.class))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=*",
                        "zmq.security.plain.users.ann=" + MARKER,
                        "zmq.security.curve.key-pairs.me.secret-key=" + KEYS.secretKey(),
                        "zmq.sockets.passwords.type=pull",
                        "zmq.sockets.passwords.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.passwords.security.mechanism=plain",
                        "zmq.sockets.passwords.tcp.socks-password=" + MARKER,
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=tcp://127.0.0.1:1",
                        "zmq.sockets.out.security.mechanism=plain",
                        "zmq.sockets.out.security.username=ann",
                        "zmq.sockets.out.security.password=" + MARKER,
                        "zmq.sockets.keys.type=pull",
                        "zmq.sockets.keys.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.keys.security.mechanism=curve",
                        "zmq.sockets.keys.security.role=server",
                        "zmq.sockets.keys.security.key-pair=me",
                        "zmq.sockets.open.type=pull",
                        "zmq.sockets.open.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    JsonMapper json = context.getBean(JsonMapper.class);
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    refuse(sockets, "passwords", Security.plainClient("eve", "wrong"));

                    ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);
                    assertSecret(json.writeValueAsString(endpoint.zmq()));
                    assertThat(endpoint.zmq().sockets().get("passwords").security())
                            .isEqualTo("PLAIN");
                    assertThat(endpoint.zmq().sockets().get("keys").security()).isEqualTo("CURVE");
                    assertThat(endpoint.zmq().sockets().get("open").security()).isEqualTo("NULL");

                    ZmqHealthContributor health = context.getBean(ZmqHealthContributor.class);
                    for (String name : sockets.names()) {
                        HealthIndicator indicator = (HealthIndicator) health.getContributor(name);
                        assertThat(indicator).isNotNull();
                        assertSecret(indicator.health());
                        assertThat(indicator.health().getDetails())
                                .containsEntry(
                                        "security",
                                        endpoint.zmq().sockets().get(name).security());
                        assertSecret(sockets.spec(name));
                    }

                    ConfigurationPropertiesReportEndpoint report =
                            context.getBean(ConfigurationPropertiesReportEndpoint.class);
                    String properties = json.writeValueAsString(report.configurationProperties());
                    assertThat(properties).contains("zmq").contains("passwords");
                    assertSecret(properties);

                    ZmqProperties bound = context.getBean(ZmqProperties.class);
                    assertSecret(bound.getSecurity());
                    assertSecret(bound.getSecurity().curve().keyPairs());
                    for (SocketProperties socket : bound.getSockets().values()) {
                        assertSecret(String.valueOf(socket.getSecurity()));
                        assertSecret(String.valueOf(socket.getTcp()));
                    }
                    assertSecret(context.getBean(ZmqContext.class).config());
                });
        assertSecret(output.getAll() + " ");
    }

    private static void refuse(ZmqSockets sockets, String name, Security security) {
        try (ZmqContext context = ZmqContext.create();
                ZmqSocket push = context.socket(
                        SocketType.PUSH,
                        SocketConfig.builder().security(security).build())) {
            push.connect("tcp://127.0.0.1:" + sockets.boundPort(name));
            await().until(() -> sockets.get(name).stats().handshakeFailures() > 0);
        }
    }

    @Test
    void shouldTellNoSecretOfItsRecords() {
        assertSecret(new InvalidSecretException("zmq.security.plain.users.ann", "it is too long"));
        assertSecret(List.of(new SecurityProperties.KeyPair(KEYS.publicKey(), KEYS.secretKey(), null)));
    }
}
