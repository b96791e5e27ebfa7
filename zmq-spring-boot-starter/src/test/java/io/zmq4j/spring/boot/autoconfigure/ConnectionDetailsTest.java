package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.CurveKeys;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Starter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A bean says where sockets are, in place of the properties. */
class ConnectionDetailsTest {

    private static final CurveKeys SERVER = CurveKeys.generate();
    private static final CurveKeys CLIENT = CurveKeys.generate();

    private static ApplicationContextRunner server() {
        return Starter.runner()
                .withPropertyValues(
                        "zmq.security.curve.key-pairs.server.secret-key=" + SERVER.secretKey(),
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.in.security.mechanism=curve",
                        "zmq.sockets.in.security.key-pair=server",
                        "zmq.sockets.in.security.authorized-keys=" + CLIENT.publicKey());
    }

    /** Only of the socket out. */
    private record Details(int port) implements ZmqConnectionDetails {
        @Override
        public @Nullable List<String> getConnect(String socket) {
            return socket.equals("out") ? List.of("tcp://127.0.0.1:" + port) : null;
        }

        @Override
        public @Nullable Security getSecurity(String socket) {
            return socket.equals("out") ? Security.curveClient(CLIENT, SERVER.publicKey()) : null;
        }
    }

    @Test
    void shouldConnectWhereABeanSaysAndWithItsCredentials() {
        server().run(in -> {
            ZmqSockets servers = in.getBean(ZmqSockets.class);
            Starter.runner()
                    .withBean(ZmqConnectionDetails.class, () -> new Details(servers.boundPort("in")))
                    .withPropertyValues(
                            "zmq.sockets.out.type=push",
                            "zmq.sockets.out.connect=tcp://nowhere.invalid:5557",
                            "zmq.sockets.other.type=pull",
                            "zmq.sockets.other.bind=tcp://127.0.0.1:0")
                    .run(out -> {
                        assertThat(out)
                                .hasSingleBean(ZmqConnectionDetails.class)
                                .doesNotHaveBean(PropertiesZmqConnectionDetails.class);
                        ZmqSockets clients = out.getBean(ZmqSockets.class);
                        clients.get("out").send(Msg.of("hello"));
                        Msg msg = servers.get("in").receive(Duration.ofSeconds(20));
                        assertThat(msg).isNotNull();
                        assertThat(msg.metadata().get(Metadata.USER_ID)).isEqualTo(CLIENT.publicKey());
                        assertThat(clients.spec("out").connect())
                                .containsExactly("tcp://127.0.0.1:" + servers.boundPort("in"));
                        assertThat(clients.boundPort("other")).isPositive();
                        assertThat(clients.spec("other").config().security()).isEqualTo(Security.none());
                    });
        });
    }

    /** Says where the named peers are of the one socket there is. */
    private record NamedDetails(Map<String, String> peers) implements ZmqConnectionDetails {
        @Override
        public Map<String, String> getConnectAs(String socket) {
            return peers;
        }
    }

    @Test
    void shouldReachNamedPeersWhereABeanSays() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.in.type=dealer", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .run(in -> {
                    String endpoint =
                            "tcp://127.0.0.1:" + in.getBean(ZmqSockets.class).boundPort("in");
                    router().withBean(ZmqConnectionDetails.class, () -> new NamedDetails(Map.of("here", endpoint)))
                            .run(out -> {
                                ZmqSockets clients = out.getBean(ZmqSockets.class);
                                assertThat(clients.spec("out").connect()).containsExactly(endpoint);
                                clients.get("out").send(Msg.of("here", "hello"));
                                Msg msg = in.getBean(ZmqSockets.class).get("in").receive(Duration.ofSeconds(20));
                                assertThat(msg).isNotNull();
                                assertThat(msg.string(0)).isEqualTo("hello");
                            });
                });
    }

    @Test
    void shouldCheckNamedPeersOfABeanAsThoseOfProperties() {
        router().withBean(ZmqConnectionDetails.class, () -> new NamedDetails(Map.of("here", "tcp://nowhere")))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOfSatisfying(
                                InvalidConfigurationPropertyValueException.class,
                                e -> assertThat(e.getName()).isEqualTo("zmq.sockets.out.connect-as[0].endpoint")));
    }

    private static ApplicationContextRunner router() {
        return Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.out.type=router",
                        "zmq.sockets.out.connect-as[0].endpoint=tcp://nowhere.invalid:5557",
                        "zmq.sockets.out.connect-as[0].routing-id=away");
    }

    @Test
    void shouldTellWhatThePropertiesSayWithoutABean() {
        server().run(context -> {
            ZmqConnectionDetails details = context.getBean(ZmqConnectionDetails.class);
            assertThat(details.getBind("in")).containsExactly("tcp://127.0.0.1:0");
            assertThat(details.getConnect("in")).isEmpty();
            assertThat(details.getBind("unknown")).isNull();
        });
    }
}
