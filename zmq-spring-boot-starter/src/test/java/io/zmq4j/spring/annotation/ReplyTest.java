package io.zmq4j.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqReplyTimeoutException;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.template.ZmqTemplate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Request and reply between the template, listeners, plain sockets and JeroMQ. */
class ReplyTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    static class Service {
        final CompletableFuture<String> held = new CompletableFuture<>();

        @ZmqListener(socket = "service", id = "service")
        Object on(String request) {
            return switch (request) {
                case "fail" -> throw new IllegalStateException("broken");
                case "nothing" -> null;
                case "held" -> held;
                case "later" -> CompletableFuture.supplyAsync(() -> "later!");
                default -> request + "!";
            };
        }
    }

    private static ApplicationContextRunner service(String type, String... properties) {
        return Starter.runner()
                .withUserConfiguration(Service.class)
                .withPropertyValues("zmq.sockets.service.type=" + type, "zmq.sockets.service.bind=tcp://127.0.0.1:0")
                .withPropertyValues(properties);
    }

    private static int port(AssertableApplicationContext context) {
        return context.getBean(ZmqSockets.class).boundPort("service");
    }

    private static String ask(ZmqSocket req, String request) {
        req.send(Msg.of(request));
        return req.receive().string(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldAnswerInTurnWhenRequestersAreReq(String type) {
        service(type).run(context -> {
            ZmqSocket one = outside.connect(SocketType.REQ, port(context));
            ZmqSocket other = outside.connect(SocketType.REQ, port(context));
            for (int i = 0; i < 20; i++) {
                assertThat(ask(one, "a" + i)).isEqualTo("a" + i + "!");
                assertThat(ask(other, "b" + i)).isEqualTo("b" + i + "!");
            }
            assertThat(ask(one, "later")).isEqualTo("later!");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldAnswerEmptyWhenListenerThrows(String type) {
        service(type).run(context -> {
            ZmqSocket req = outside.connect(SocketType.REQ, port(context));
            assertThat(ask(req, "fail")).isEmpty();
            assertThat(ask(req, "again")).isEqualTo("again!");
            ZmqListenerContainer container = context.getBean("service", ZmqListenerContainer.class);
            await().untilAsserted(
                            () -> assertThat(container.getStats().processed()).isEqualTo(1));
            assertThat(container.getStats().failed()).isEqualTo(1);
            assertThat(container.isRunning()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldAnswerWithTheErrorWhenReturnExceptionsIsSet(String type) {
        service(type, "zmq.listener.return-exceptions=true")
                .run(context -> assertThat(ask(outside.connect(SocketType.REQ, port(context)), "fail"))
                        .isEqualTo("broken"));
    }

    @Test
    void shouldAnswerEmptyWhenRepListenerReturnsNothing() {
        service("rep").run(context -> {
            ZmqSocket req = outside.connect(SocketType.REQ, port(context));
            assertThat(ask(req, "nothing")).isEmpty();
            assertThat(ask(req, "again")).isEqualTo("again!");
        });
    }

    @Test
    void shouldAnswerOutOfOrderWhenRouterListenerIsAsynchronous() {
        service("router").run(context -> {
            ZmqSocket slow = outside.connect(SocketType.REQ, port(context));
            ZmqSocket fast = outside.connect(SocketType.REQ, port(context));
            slow.send(Msg.of("held"));
            ZmqListenerContainer container = context.getBean("service", ZmqListenerContainer.class);
            await().until(() -> container.getStats().inFlight() == 1);

            assertThat(ask(fast, "quick")).isEqualTo("quick!");

            context.getBean(Service.class).held.complete("at last");
            assertThat(slow.receive().string(0)).isEqualTo("at last");
        });
    }

    @Test
    void shouldAnswerWithFailureWhenAsynchronousResultTakesTooLong() {
        service("rep", "zmq.listener.async-timeout=50ms").run(context -> {
            ZmqSocket req = outside.connect(SocketType.REQ, port(context));
            assertThat(ask(req, "held")).isEmpty();
            assertThat(ask(req, "again")).isEqualTo("again!");
        });
    }

    @Test
    void shouldAnswerPlainDealerWhenItSendsNoDelimiter() {
        service("router").run(context -> {
            ZmqSocket dealer = outside.connect(SocketType.DEALER, port(context));
            dealer.send(Msg.of("plain"));
            Msg reply = dealer.receive();
            assertThat(reply.size()).isEqualTo(1);
            assertThat(reply.string(0)).isEqualTo("plain!");
        });
    }

    @Test
    void shouldGiveEnvelopeBackWhenRequestCameThroughProxies() {
        service("router").run(context -> {
            ZmqSocket dealer = outside.connect(SocketType.DEALER, port(context));
            dealer.send(Msg.of("hop1", "hop2", "", "deep"));
            assertThat(dealer.receive().frames().stream().map(frame -> new String(frame, StandardCharsets.UTF_8)))
                    .containsExactly("hop1", "hop2", "", "deep!");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldMatchRepliesWhenTemplateAsksListener(String type) {
        service(type, "zmq.listener.shutdown-timeout=100ms").run(service -> Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.client.type=dealer",
                        "zmq.sockets.client.connect=tcp://127.0.0.1:" + port(service),
                        "zmq.template.reply-timeout=5s")
                .run(client -> {
                    ZmqTemplate template = client.getBean(ZmqTemplate.class);
                    List<CompletableFuture<String>> replies = new ArrayList<>();
                    for (int i = 0; i < 200; i++) {
                        replies.add(template.requestAsync("client", "r" + i, String.class));
                    }
                    for (int i = 0; i < 200; i++) {
                        assertThat(replies.get(i).get(5, TimeUnit.SECONDS)).isEqualTo("r" + i + "!");
                    }
                    assertThat(template.request("client", "fail", String.class)).isEmpty();
                    assertThatThrownBy(() -> template.request("client", "held", String.class, Duration.ofMillis(50)))
                            .isInstanceOf(ZmqReplyTimeoutException.class);
                }));
    }

    @Test
    void shouldThrowAtTheClientWhenServiceFailsAndFramesHaveHeaders() {
        service("router", "zmq.sockets.service.frames=headers-payload", "zmq.listener.return-exceptions=true")
                .run(service -> Starter.runner()
                        .withPropertyValues(
                                "zmq.sockets.client.type=dealer",
                                "zmq.sockets.client.frames=headers-payload",
                                "zmq.sockets.client.connect=tcp://127.0.0.1:" + port(service))
                        .run(client -> {
                            ZmqTemplate template = client.getBean(ZmqTemplate.class);
                            assertThat(template.request("client", "good", String.class))
                                    .isEqualTo("good!");
                            assertThatThrownBy(() -> template.request("client", "fail", String.class))
                                    .isInstanceOf(ZmqMessagingException.class)
                                    .hasMessageContaining("IllegalStateException: broken");
                        }));
    }

    @Test
    void shouldAnswerPoisonAndGoOnWhenHeaderFrameIsNoJson() {
        service("rep", "zmq.sockets.service.frames=headers-payload").run(context -> {
            ZmqSocket req = outside.connect(SocketType.REQ, port(context));
            req.send(Msg.of("no json", "x"));
            Msg reply = req.receive();
            assertThat(reply.length(reply.size() - 1)).isZero();
            req.send(Msg.of("{}", "good"));
            assertThat(req.receive().string(1)).isEqualTo("good!");
        });
    }

    @Test
    void shouldCountWhenRequesterHasLeft() {
        service("router").run(context -> {
            ZmqSocket gone = outside.connect(SocketType.REQ, port(context));
            gone.send(Msg.of("held"));
            ZmqListenerContainer container = context.getBean("service", ZmqListenerContainer.class);
            await().until(() -> container.getStats().inFlight() == 1);
            gone.close();
            await().until(() ->
                    context.getBean(ZmqSockets.class).get("service").stats().readyPeers() == 0);

            context.getBean(Service.class).held.complete("too late");

            await().untilAsserted(
                            () -> assertThat(container.getStats().unroutable()).isEqualTo(1));
            assertThat(container.getStats().failed()).isZero();
            assertThat(ask(outside.connect(SocketType.REQ, port(context)), "next"))
                    .isEqualTo("next!");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldUnderstandEachOtherWhenClientIsJeroMq(String type) {
        service(type).run(context -> {
            try (org.zeromq.ZContext jeromq = new org.zeromq.ZContext()) {
                org.zeromq.ZMQ.Socket req = connectedReq(jeromq, port(context));
                for (int i = 0; i < 10; i++) {
                    req.send("j" + i);
                    assertThat(req.recvStr()).isEqualTo("j" + i + "!");
                }
            }
        });
    }

    /** Some connections of JeroMQ stay silent from their first byte on, with any peer: then another one is made. */
    private static org.zeromq.ZMQ.Socket connectedReq(org.zeromq.ZContext jeromq, int port) {
        for (int attempt = 0; attempt < 5; attempt++) {
            org.zeromq.ZMQ.Socket req = jeromq.createSocket(org.zeromq.SocketType.REQ);
            req.setLinger(0);
            req.setReceiveTimeOut(2_000);
            req.connect("tcp://127.0.0.1:" + port);
            req.send("hello");
            if ("hello!".equals(req.recvStr())) {
                return req;
            }
            req.close();
        }
        throw new AssertionError("no reply to JeroMQ on five connections");
    }

    @Test
    void shouldUnderstandEachOtherWhenServerIsJeroMq() throws Exception {
        try (org.zeromq.ZContext jeromq = new org.zeromq.ZContext()) {
            org.zeromq.ZMQ.Socket rep = jeromq.createSocket(org.zeromq.SocketType.REP);
            rep.setReceiveTimeOut(5_000);
            int port = rep.bindToRandomPort("tcp://127.0.0.1");
            Thread server = new Thread(() -> {
                for (int i = 0; i < 20; i++) {
                    rep.send(rep.recvStr() + "!");
                }
            });
            server.start();
            Starter.runner()
                    .withPropertyValues(
                            "zmq.sockets.client.type=dealer", "zmq.sockets.client.connect=tcp://127.0.0.1:" + port)
                    .run(context -> {
                        ZmqTemplate template = context.getBean(ZmqTemplate.class);
                        List<CompletableFuture<String>> replies = new ArrayList<>();
                        for (int i = 0; i < 20; i++) {
                            replies.add(template.requestAsync("client", "j" + i, String.class));
                        }
                        for (int i = 0; i < 20; i++) {
                            assertThat(replies.get(i).get(5, TimeUnit.SECONDS)).isEqualTo("j" + i + "!");
                        }
                    });
            server.join(5_000);
        }
    }
}
