package io.zmq4j.spring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqReplyTimeoutException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.core.MessageReceivingOperations;
import org.springframework.messaging.core.MessageRequestReplyOperations;
import org.springframework.messaging.core.MessageSendingOperations;
import org.springframework.messaging.support.GenericMessage;

/** Every method of the template, and the sockets that address their peers or groups. */
class TemplateSurfaceTest {

    private static final ParameterizedTypeReference<List<String>> TEXTS = new ParameterizedTypeReference<>() {};
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    private static ApplicationContextRunner connecting(String type, ZmqSocket peer, String... properties) {
        return Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.s.type=" + type,
                        "zmq.sockets.s.connect=tcp://127.0.0.1:" + Outside.port(peer),
                        "zmq.template.reply-timeout=5s")
                .withPropertyValues(properties);
    }

    private static ApplicationContextRunner binding(String type, String... properties) {
        return Starter.runner()
                .withPropertyValues("zmq.sockets.s.type=" + type, "zmq.sockets.s.bind=tcp://127.0.0.1:0")
                .withPropertyValues(properties);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldSendByEveryMethodOfItsSurface() {
        ZmqSocket pull = outside.bind(SocketType.PULL);
        connecting("push", pull, "zmq.sockets.s.frames=topic-payload", "zmq.template.default-socket=s/default")
                .run(context -> {
                    ZmqOperations template = context.getBean(ZmqOperations.class);
                    List<String> expected = new ArrayList<>();

                    template.send("s/1", new GenericMessage<>("message"));
                    expected.add("1 message");
                    template.send("s", utf8("2"), utf8("frames"));
                    expected.add("2 frames");
                    template.send("s/3", utf8("frame"));
                    expected.add("3 frame");
                    assertThat(template.trySend("s", utf8("4"), utf8("frames"))).isTrue();
                    expected.add("4 frames");
                    template.convertAndSend("s/5", "object");
                    expected.add("5 object");
                    template.convertAndSend("s", "headers", Map.<String, Object>of(ZmqHeaders.TOPIC, "6"));
                    expected.add("6 headers");
                    template.convertAndSend("s/7", "x", message -> new GenericMessage<>("processed"));
                    expected.add("7 processed");
                    template.convertAndSend(
                            "s/8", "x", Map.<String, Object>of("app_x", 1), message -> new GenericMessage<>("both"));
                    expected.add("8 both");
                    template.publish("s", "9", "published");
                    expected.add("9 published");
                    template.sendBatch("s/10", List.of("one", "two"));
                    expected.addAll(List.of("10 one", "10 two"));
                    template.sendAsync("s/11", "later").get(5, TimeUnit.SECONDS);
                    expected.add("11 later");
                    template.convertAndSend("to the default");
                    expected.add("default to the default");
                    template.send(new GenericMessage<>("message"));
                    expected.add("default message");

                    for (String each : expected) {
                        Msg msg = pull.receive();
                        assertThat(msg.string(0) + " " + msg.string(1)).isEqualTo(each);
                    }
                });
    }

    @Test
    void shouldUseTheSocketOfTheHeaderWhenTheCallNamesNone() {
        ZmqSocket pull = outside.bind(SocketType.PULL);
        ZmqSocket rep = outside.bind(SocketType.REP);
        connecting(
                        "push",
                        pull,
                        "zmq.sockets.s.frames=topic-payload",
                        "zmq.sockets.client.type=dealer",
                        "zmq.sockets.client.connect=tcp://127.0.0.1:" + Outside.port(rep),
                        "zmq.template.default-socket=client")
                .run(context -> {
                    ZmqOperations template = context.getBean(ZmqOperations.class);
                    template.send(new GenericMessage<>("payload", Map.of(ZmqHeaders.SOCKET, "s/topic")));
                    Msg sent = pull.receive();
                    assertThat(sent.string(0) + " " + sent.string(1)).isEqualTo("topic payload");

                    CompletableFuture<Void> service = CompletableFuture.runAsync(
                            () -> rep.send(Msg.of(rep.receive().string(0) + "!")));
                    Message<?> reply =
                            template.sendAndReceive(new GenericMessage<>("ask", Map.of(ZmqHeaders.SOCKET, "client")));
                    assertThat(reply).isNotNull();
                    assertThat(reply.getPayload()).isEqualTo(utf8("ask!"));
                    service.get(5, TimeUnit.SECONDS);

                    assertThatThrownBy(() -> template.send(new GenericMessage<>("x", Map.of(ZmqHeaders.SOCKET, 1))))
                            .isInstanceOf(ZmqMessagingException.class)
                            .hasMessageContaining("zmq_socket is of type java.lang.Integer, allowed: String");
                });
    }

    @Test
    void shouldBeTheOperationsThatSpringKnows() {
        assertThat(ZmqOperations.class)
                .isInterface()
                .satisfies(type -> assertThat(MessageSendingOperations.class).isAssignableFrom(type))
                .satisfies(type -> assertThat(MessageReceivingOperations.class).isAssignableFrom(type))
                .satisfies(
                        type -> assertThat(MessageRequestReplyOperations.class).isAssignableFrom(type));
    }

    @Test
    void shouldRequestAndReceiveByEveryMethodOfItsSurface() throws Exception {
        ZmqSocket rep = outside.bind(SocketType.REP);
        CompletableFuture<Void> service = CompletableFuture.runAsync(
                () -> {
                    for (int i = 0; i < 10; i++) {
                        rep.send(Msg.of("[\"" + rep.receive().string(0) + "\"]"));
                    }
                },
                // one of its own: the common pool may have a single thread, which the template needs
                task -> new Thread(task, "service").start());
        connecting("dealer", rep).run(context -> {
            ZmqOperations template = context.getBean(ZmqOperations.class);

            assertThat(template.request("s", "1", String.class)).isEqualTo("[\"1\"]");
            assertThat(template.request("s", "2", TEXTS)).containsExactly("2");
            assertThat(template.request("s", "3", String.class, SOON)).isEqualTo("[\"3\"]");
            assertThat(template.request("s", "4", TEXTS, SOON)).containsExactly("4");
            assertThat(template.requestAsync("s", "5", String.class).join()).isEqualTo("[\"5\"]");
            assertThat(template.requestAsync("s", "6", TEXTS).join()).containsExactly("6");
            assertThat(template.requestAsync("s", "7", String.class, SOON).join())
                    .isEqualTo("[\"7\"]");
            assertThat(template.requestAsync("s", "8", TEXTS, SOON).join()).containsExactly("8");
            assertThat(template.convertSendAndReceive("s", "9", String.class)).isEqualTo("[\"9\"]");
            assertThat(template.sendAndReceive("s", new GenericMessage<>("10")))
                    .satisfies(reply -> assertThat(reply.getPayload()).isEqualTo(utf8("[\"10\"]")));
            assertThat(template.<SocketType>execute("s", ZmqSocket::type)).isEqualTo(SocketType.DEALER);
        });
        service.get(5, TimeUnit.SECONDS);
        ZmqSocket push = outside.bind(SocketType.PUSH);
        connecting("pull", push).run(context -> {
            ZmqOperations template = context.getBean(ZmqOperations.class);
            push.send(Msg.of("one"));
            push.send(Msg.of("two"));
            push.send(Msg.of("three"));

            assertThat(template.receiveAndConvert("s", String.class, SOON)).isEqualTo("one");
            assertThat(template.receiveAndConvert("s", String.class)).isEqualTo("two");
            assertThat(template.receive("s"))
                    .satisfies(message -> assertThat(message.getPayload()).isEqualTo(utf8("three")));
            assertThat(template.receiveAndConvert("s", String.class, Duration.ZERO))
                    .isNull();
        });
    }

    @Test
    void shouldSayHowManyOfABatchWereTakenWhenNotAllAre() {
        binding("push", "zmq.sockets.s.send-timeout=20ms", "zmq.sockets.s.send-hwm=10", "zmq.sockets.s.linger=0s")
                .run(context -> {
                    ZmqOperations template = context.getBean(ZmqOperations.class);
                    List<String> many = new ArrayList<>();
                    for (int i = 0; i < 100_000; i++) {
                        many.add("x".repeat(1_000));
                    }
                    assertThatThrownBy(() -> template.sendBatch("s", many))
                            .isInstanceOf(ZmqSendTimeoutException.class)
                            .hasMessageContaining("0 of 100000");

                    ZmqSocket pull = outside.connect(
                            SocketType.PULL, context.getBean(ZmqSockets.class).boundPort("s"));
                    await().until(() ->
                            context.getBean(ZmqSockets.class).get("s").stats().readyPeers() > 0);
                    assertThatThrownBy(() -> template.sendBatch("s", many))
                            .isInstanceOf(ZmqSendTimeoutException.class)
                            .hasMessageMatching(".*has taken [1-9]\\d* of 100000 messages.*");
                    assertThat(pull.receive()).isNotNull();
                });
    }

    @Test
    void shouldEndAnAsynchronousSendWhenSomebodyTakesItOrNobodyDoes() {
        binding("push", "zmq.sockets.s.send-timeout=100ms").run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            assertThatThrownBy(() -> template.sendAsync("s", "nobody").join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(ZmqSendTimeoutException.class);
        });
        binding("push", "zmq.sockets.s.send-timeout=5s").run(context -> {
            CompletableFuture<Void> sent = context.getBean(ZmqTemplate.class).sendAsync("s", "somebody");
            assertThat(sent).isNotDone();

            ZmqSocket pull = outside.connect(
                    SocketType.PULL, context.getBean(ZmqSockets.class).boundPort("s"));

            assertThat(pull.receive().string(0)).isEqualTo("somebody");
            sent.get(5, TimeUnit.SECONDS);
        });
    }

    @Test
    void shouldTakeTheGroupOfARadioFromTheDestinationOrTheHeader() {
        binding("radio").run(context -> {
            ZmqOperations template = context.getBean(ZmqOperations.class);
            ZmqSocket dish = outside.connect(
                    SocketType.DISH, context.getBean(ZmqSockets.class).boundPort("s"));
            dish.join("weather");
            await().until(() -> {
                template.convertAndSend("s/weather", "probe");
                return dish.tryReceive() != null;
            });
            template.convertAndSend("s/sports", "not wanted");
            template.convertAndSend("s", "by header", Map.<String, Object>of(ZmqHeaders.GROUP, "weather"));
            template.send("s/weather", utf8("frame"));

            assertThat(next(dish)).isEqualTo("weather: by header");
            assertThat(next(dish)).isEqualTo("weather: frame");
            assertThatThrownBy(() -> template.convertAndSend("s", "x"))
                    .isInstanceOf(ZmqConversionException.class)
                    .hasMessageContaining(ZmqHeaders.GROUP);
        });
    }

    private static String next(ZmqSocket dish) {
        Msg msg = dish.receive();
        while (msg.string(0).equals("probe")) {
            msg = dish.receive();
        }
        return msg.group() + ": " + msg.string(0);
    }

    @Test
    void shouldAddressThePeerOfARouterByTheHeader() {
        binding("router").run(context -> {
            ZmqOperations template = context.getBean(ZmqOperations.class);
            ZmqSocket dealer = outside.connect(
                    SocketType.DEALER, context.getBean(ZmqSockets.class).boundPort("s"));
            dealer.send(Msg.of("hello"));
            byte[] id = (byte[]) template.receive("s").getHeaders().get(ZmqHeaders.ROUTING_ID);

            template.convertAndSend("s", "to you", Map.<String, Object>of(ZmqHeaders.ROUTING_ID, id));

            assertThat(dealer.receive().string(0)).isEqualTo("to you");
            assertThatThrownBy(() ->
                            template.convertAndSend("s", "x", Map.<String, Object>of(ZmqHeaders.ROUTING_ID, "nobody")))
                    .isInstanceOf(UnroutableException.class);
            assertThatThrownBy(() -> template.convertAndSend("s", "x"))
                    .isInstanceOf(ZmqConversionException.class)
                    .hasMessageContaining(ZmqHeaders.ROUTING_ID);
        });
    }

    @Test
    void shouldAddressThePeerOfAServerOrPeerByTheHeader() {
        for (String type : List.of("server", "peer")) {
            binding(type).run(context -> {
                ZmqOperations template = context.getBean(ZmqOperations.class);
                int port = context.getBean(ZmqSockets.class).boundPort("s");
                ZmqSocket client;
                if (type.equals("server")) {
                    client = outside.connect(SocketType.CLIENT, port);
                    client.send(Msg.of("hello"));
                } else {
                    client = outside.bind(SocketType.PEER);
                    int server = client.connectPeer("tcp://127.0.0.1:" + port);
                    client.send(Msg.of("hello").withRoutingId(server));
                }
                byte[] id = (byte[]) template.receive("s").getHeaders().get(ZmqHeaders.ROUTING_ID);

                template.convertAndSend("s", "to you", Map.<String, Object>of(ZmqHeaders.ROUTING_ID, id));

                assertThat(client.receive().string(0)).isEqualTo("to you");
                byte[] nobody = ByteBuffer.allocate(4).putInt(-5).array();
                assertThatThrownBy(() -> template.convertAndSend(
                                "s", "x", Map.<String, Object>of(ZmqHeaders.ROUTING_ID, nobody)))
                        .as(type)
                        .isInstanceOf(UnroutableException.class);
            });
        }
    }

    @Test
    void shouldAskAServerInLockStepWhenTheSocketIsAClient() {
        ZmqSocket server = outside.bind(SocketType.SERVER);
        connecting("client", server).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            CompletableFuture<String> first = template.requestAsync("s", "one", String.class);
            CompletableFuture<String> second = template.requestAsync("s", "two", String.class);
            Msg request = server.receive();
            assertThat(server.tryReceive()).as("the other request waits").isNull();
            server.send(Msg.of("answer to " + request.string(0)).withRoutingId(request.routingId()));
            server.send(Msg.of("nobody asked").withRoutingId(request.routingId()));
            Msg next = server.receive();
            server.send(Msg.of("answer to " + next.string(0)).withRoutingId(next.routingId()));

            assertThat(first.get(5, TimeUnit.SECONDS)).isIn("answer to one", "nobody asked");
            assertThat(second.get(5, TimeUnit.SECONDS)).isIn("answer to two", "nobody asked");
        });
    }

    @Test
    void shouldNotTakeALateReplyOfAClientForTheNextOne() {
        ZmqSocket server = outside.bind(SocketType.SERVER);
        connecting("client", server).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            assertThatThrownBy(() -> template.request("s", "slow", String.class, Duration.ofMillis(20)))
                    .isInstanceOf(ZmqReplyTimeoutException.class);
            Msg slow = server.receive();
            CompletableFuture<String> next = template.requestAsync("s", "next", String.class);
            Msg request = server.receive();
            assertThat(request.string(0)).isEqualTo("next");

            try {
                server.send(Msg.of("too late").withRoutingId(slow.routingId()));
            } catch (UnroutableException e) {
                assertThat(e)
                        .as("the socket of the request that timed out is gone")
                        .isNotNull();
            }
            server.send(Msg.of("right").withRoutingId(request.routingId()));

            assertThat(next.get(5, TimeUnit.SECONDS)).isEqualTo("right");
        });
    }
}
