package io.zmq4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticators;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.autoconfigure.ZmqSocketCustomizer;
import io.zmq4j.spring.template.ZmqTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Headers;

/** Each header of {@link ZmqHeaders} that a message has when it comes to a listener. */
class ReceivedHeadersTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    static class Listener {
        final BlockingQueue<Map<String, Object>> headers = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "in", id = "listener")
        void on(byte[] payload, @Headers Map<String, Object> received) {
            headers.add(new HashMap<>(received));
        }
    }

    private static ApplicationContextRunner receiving(String type, String... properties) {
        return Starter.runner()
                .withUserConfiguration(Listener.class)
                .withPropertyValues("zmq.sockets.in.type=" + type, "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .withPropertyValues(properties);
    }

    /** What the listener sees of a message that a socket of this type sends. */
    private void received(
            ApplicationContextRunner runner,
            SocketType type,
            Msg msg,
            BiConsumer<ZmqSocket, Map<String, Object>> check) {
        runner.run(context -> {
            assertThat(context).hasNotFailed();
            ZmqSocket sender =
                    outside.connect(type, context.getBean(ZmqSockets.class).boundPort("in"));
            sender.send(msg);
            Map<String, Object> headers =
                    context.getBean(Listener.class).headers.poll(5, TimeUnit.SECONDS);
            assertThat(headers).isNotNull();
            check.accept(sender, headers);
        });
    }

    @Test
    void shouldNameTheSocketAndItsType() {
        received(receiving("pull"), SocketType.PUSH, Msg.of("x"), (sender, headers) -> assertThat(headers)
                .containsEntry(ZmqHeaders.RECEIVED_SOCKET, "in")
                .containsEntry(ZmqHeaders.SOCKET_TYPE, SocketType.PULL)
                .doesNotContainKeys(ZmqHeaders.ROUTING_ID, ZmqHeaders.GROUP, ZmqHeaders.RECEIVED_TOPIC));
    }

    @Test
    void shouldNameTheEndpointAndThePeersAddress() {
        received(receiving("pull"), SocketType.PUSH, Msg.of("x"), (sender, headers) -> assertThat(headers)
                .containsEntry(ZmqHeaders.RECEIVED_ENDPOINT, "tcp://127.0.0.1:0")
                .containsEntry(ZmqHeaders.PEER_ADDRESS, "127.0.0.1"));
    }

    @Test
    void shouldNameNoEndpointWhereThereAreSeveral() {
        received(
                receiving("pull", "zmq.sockets.in.connect=tcp://127.0.0.1:9"),
                SocketType.PUSH,
                Msg.of("x"),
                (sender, headers) -> assertThat(headers).doesNotContainKey(ZmqHeaders.RECEIVED_ENDPOINT));
    }

    @Test
    void shouldNameTheUserThatThePeerWasAuthenticatedAs() {
        receiving("pull")
                .withBean(Authenticator.class, () -> Authenticators.plain(Map.of("ann", "secret")))
                .withBean(
                        ZmqSocketCustomizer.class,
                        () -> spec -> spec.toBuilder()
                                .config(config -> config.security(Security.plainServer()))
                                .build())
                .run(context -> {
                    ZmqSocket push = outside.connect(
                            SocketType.PUSH,
                            context.getBean(ZmqSockets.class).boundPort("in"),
                            config -> config.security(Security.plainClient("ann", "secret")));
                    push.send(Msg.of("x"));

                    assertThat(context.getBean(Listener.class).headers.poll(5, TimeUnit.SECONDS))
                            .containsEntry(ZmqHeaders.USER_ID, "ann");
                });
    }

    @Test
    void shouldCountEveryFrame() {
        received(receiving("router"), SocketType.REQ, Msg.of("x"), (sender, headers) -> assertThat(headers)
                .containsEntry(ZmqHeaders.FRAME_COUNT, 3));
    }

    @Test
    void shouldHaveTheRoutingIdAndTheEnvelopeOfARequest() {
        received(receiving("router"), SocketType.REQ, Msg.of("x"), (sender, headers) -> {
            assertThat((byte[]) headers.get(ZmqHeaders.ROUTING_ID)).isNotEmpty();
            assertThat((List<?>) headers.get(ZmqHeaders.ENVELOPE)).hasSize(1);
        });
    }

    @Test
    void shouldHaveTheRoutingIdOfAServersPeer() {
        received(receiving("server"), SocketType.CLIENT, Msg.of("x"), (sender, headers) -> assertThat(
                        (byte[]) headers.get(ZmqHeaders.ROUTING_ID))
                .hasSize(4));
    }

    @Test
    void shouldHaveTheTopicOfAPublication() {
        ZmqSocket pub = outside.bind(SocketType.PUB);
        Starter.runner()
                .withUserConfiguration(Listener.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=sub",
                        "zmq.sockets.in.subscribe=EUR.",
                        "zmq.sockets.in.connect=tcp://127.0.0.1:" + Outside.port(pub))
                .run(context -> assertThat(published(pub, Msg.of("EUR.USD", "x"), context.getBean(Listener.class)))
                        .containsEntry(ZmqHeaders.RECEIVED_TOPIC, "EUR.USD")
                        .doesNotContainKey(ZmqHeaders.TOPIC));
    }

    @Test
    void shouldHaveTheGroupOfARadio() {
        ZmqSocket radio = outside.bind(SocketType.RADIO);
        Starter.runner()
                .withUserConfiguration(Listener.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=dish",
                        "zmq.sockets.in.subscribe=weather",
                        "zmq.sockets.in.connect=tcp://127.0.0.1:" + Outside.port(radio))
                .run(context -> assertThat(
                                published(radio, Msg.of("x").withGroup("weather"), context.getBean(Listener.class)))
                        .containsEntry(ZmqHeaders.GROUP, "weather"));
    }

    /** A publisher drops what nobody has subscribed to yet. */
    private static Map<String, Object> published(ZmqSocket publisher, Msg msg, Listener listener)
            throws InterruptedException {
        Map<String, Object> headers = null;
        for (int i = 0; i < 250 && headers == null; i++) {
            publisher.send(msg);
            headers = listener.headers.poll(20, TimeUnit.MILLISECONDS);
        }
        assertThat(headers).isNotNull();
        return headers;
    }

    static class Echo {
        @ZmqListener(socket = "in", id = "echo")
        String on(String text) {
            if (text.equals("fail")) {
                throw new IllegalArgumentException("not this");
            }
            return text;
        }
    }

    @Test
    void shouldGiveTheCorrelationIdBackWithTheReply() {
        Starter.runner()
                .withUserConfiguration(Echo.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=router",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.in.frames=headers-payload")
                .run(context -> {
                    ZmqSocket dealer = outside.connect(
                            SocketType.DEALER, context.getBean(ZmqSockets.class).boundPort("in"));
                    dealer.send(Msg.of("{\"zmq_correlationId\":\"17\"}", "x"));

                    assertThat(dealer.receive().string(0)).contains("\"zmq_correlationId\":\"17\"");
                });
    }

    @Test
    void shouldTellTheClassAndMessageOfAnErrorInTheReply() {
        Starter.runner()
                .withUserConfiguration(Echo.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=router",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.in.frames=headers-payload",
                        "zmq.listener.return-exceptions=true")
                .run(context -> {
                    ZmqSocket dealer = outside.connect(
                            SocketType.DEALER, context.getBean(ZmqSockets.class).boundPort("in"));
                    dealer.send(Msg.of("{}", "fail"));

                    assertThat(dealer.receive().string(0))
                            .contains("\"" + ZmqHeaders.ERROR_CLASS + "\":\"java.lang.IllegalArgumentException\"")
                            .contains("\"" + ZmqHeaders.ERROR_MESSAGE + "\":\"not this\"");
                    int port = context.getBean(ZmqSockets.class).boundPort("in");
                    Starter.runner()
                            .withPropertyValues(
                                    "zmq.sockets.out.type=dealer",
                                    "zmq.sockets.out.connect=tcp://127.0.0.1:" + port,
                                    "zmq.sockets.out.frames=headers-payload")
                            .run(client -> {
                                CompletableFuture<String> reply =
                                        client.getBean(ZmqTemplate.class).requestAsync("out", "fail", String.class);
                                assertThatThrownBy(() -> reply.get(5, TimeUnit.SECONDS))
                                        .hasCauseInstanceOf(ZmqMessagingException.class)
                                        .hasMessageContaining("IllegalArgumentException: not this");
                            });
                });
    }

    /** They would only cost time: nothing here needs them. */
    @Test
    void shouldHaveNoIdAndTimestamp() {
        received(receiving("pull"), SocketType.PUSH, Msg.of("x"), (sender, headers) -> assertThat(headers)
                .doesNotContainKeys(MessageHeaders.ID, MessageHeaders.TIMESTAMP));
    }
}
