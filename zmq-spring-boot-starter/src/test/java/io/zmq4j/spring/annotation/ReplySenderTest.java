package io.zmq4j.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqReplySender;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerStats;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.support.MessageBuilder;

/** Listeners that take the handle of a reply, and answer when they like. */
class ReplySenderTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    static class Service {
        final Map<String, ZmqReplySender> open = new ConcurrentHashMap<>();
        final BlockingQueue<ZmqReplySender> attempts = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "service", id = "service")
        void on(@Header(ZmqHeaders.REPLY_SENDER) ZmqReplySender reply, String request) {
            attempts.add(reply);
            switch (request) {
                case "now" -> reply.reply("now!");
                case "throw" -> {
                    reply.reply("never sent");
                    throw new IllegalStateException("broken");
                }
                default -> open.put(request, reply);
            }
        }
    }

    private static ApplicationContextRunner service(Class<?> listener, String type, String... properties) {
        return Starter.runner()
                .withUserConfiguration(listener)
                .withPropertyValues("zmq.sockets.service.type=" + type, "zmq.sockets.service.bind=tcp://127.0.0.1:0")
                .withPropertyValues(properties);
    }

    private ZmqSocket peer(SocketType type, AssertableApplicationContext context) {
        return outside.connect(type, context.getBean(ZmqSockets.class).boundPort("service"));
    }

    private static ZmqListenerStats stats(AssertableApplicationContext context) {
        return context.getBean("service", ZmqListenerContainer.class).getStats();
    }

    private static String ask(ZmqSocket req, String request) {
        req.send(Msg.of(request));
        return req.receive().string(0);
    }

    private static ZmqReplySender handle(Service service, String request) {
        await().until(() -> service.open.containsKey(request));
        return service.open.get(request);
    }

    @Test
    void shouldAnswerTheRightRequesterWhenRepliesAreOutOfOrder() {
        service(Service.class, "router").run(context -> {
            Service service = context.getBean(Service.class);
            List<ZmqSocket> requesters = List.of(
                    peer(SocketType.REQ, context), peer(SocketType.REQ, context), peer(SocketType.REQ, context));
            for (int i = 0; i < 3; i++) {
                requesters.get(i).send(Msg.of("r" + i));
            }
            await().until(() -> stats(context).inFlight() == 3);
            for (int i : new int[] {1, 2, 0}) {
                assertThat(handle(service, "r" + i).reply("answer " + i)).isTrue();
                assertThat(requesters.get(i).receive().string(0)).isEqualTo("answer " + i);
            }
            assertThat(ask(requesters.get(0), "now")).isEqualTo("now!");
            await().untilAsserted(() -> assertThat(stats(context).processed()).isEqualTo(4));
            assertThat(stats(context).inFlight()).isZero();
        });
    }

    @Test
    void shouldAnswerOneDealerOutOfOrderWhenManyRequestsAreOpen() {
        service(Service.class, "router").run(context -> {
            ZmqSocket dealer = peer(SocketType.DEALER, context);
            for (int i = 0; i < 100; i++) {
                dealer.send(Msg.of("r" + i));
            }
            await().until(() -> context.getBean(Service.class).open.size() == 100);
            for (int i = 99; i >= 0; i--) {
                assertThat(context.getBean(Service.class).open.get("r" + i).reply("a" + i))
                        .isTrue();
                assertThat(dealer.receive().string(0)).isEqualTo("a" + i);
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"rep,req", "pair,pair", "channel,channel", "server,client", "router,dealer"})
    void shouldAnswerOnceWhenAnotherThreadReplies(String type, String peer) {
        service(Service.class, type).run(context -> {
            ZmqSocket requester = peer(SocketType.of(peer), context);
            for (String request : List.of("a", "b")) {
                requester.send(Msg.of(request));
                ZmqReplySender reply = handle(context.getBean(Service.class), request);
                assertThat(reply.reply(MessageBuilder.withPayload(request + "!").build()))
                        .isTrue();
                assertThat(requester.receive().string(0)).isEqualTo(request + "!");
                assertThat(reply.reply("second")).isFalse();
                assertThat(reply.fail(new IllegalStateException("second"))).isFalse();
            }
            assertThat(ask(requester, "now")).isEqualTo("now!");
            await().untilAsserted(() -> assertThat(stats(context).processed()).isEqualTo(3));
            assertThat(stats(context).failed()).isZero();
        });
    }

    @Test
    void shouldAnswerPeerWhenSocketIsPeer() {
        service(Service.class, "peer").run(context -> {
            ZmqSocket peer = outside.bind(SocketType.PEER);
            int id = peer.connectPeer(
                    "tcp://127.0.0.1:" + context.getBean(ZmqSockets.class).boundPort("service"));
            peer.send(Msg.of("a").withRoutingId(id));
            assertThat(handle(context.getBean(Service.class), "a").reply("a!")).isTrue();
            assertThat(peer.receive().string(0)).isEqualTo("a!");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldAnswerEmptyWhenNobodyEverReplies(String type) {
        service(Service.class, type, "zmq.listener.async-timeout=50ms").run(context -> {
            ZmqSocket req = peer(SocketType.REQ, context);
            assertThat(ask(req, "forgotten")).isEmpty();
            assertThat(context.getBean(Service.class).open.get("forgotten").reply("late"))
                    .isFalse();
            assertThat(ask(req, "now")).isEqualTo("now!");
            await().untilAsserted(() -> assertThat(stats(context).failed()).isEqualTo(1));
            assertThat(stats(context).lastError()).contains("no result after PT0.05S");
        });
    }

    @Test
    void shouldAnswerEmptyWhenRepHandleRepliesNothing() {
        service(Service.class, "rep").run(context -> {
            ZmqSocket req = peer(SocketType.REQ, context);
            req.send(Msg.of("a"));
            assertThat(handle(context.getBean(Service.class), "a").reply(null)).isTrue();
            assertThat(req.receive().string(0)).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"rep", "router"})
    void shouldFailTheRequestWhenHandleFailsOrListenerThrows(String type) {
        service(Service.class, type, "zmq.listener.return-exceptions=true").run(context -> {
            ZmqSocket req = peer(SocketType.REQ, context);
            req.send(Msg.of("a"));
            ZmqReplySender reply = handle(context.getBean(Service.class), "a");
            assertThat(reply.fail(new IllegalStateException("no stock"))).isTrue();
            assertThat(reply.reply("second")).isFalse();
            assertThat(req.receive().string(0)).isEqualTo("no stock");
            assertThat(ask(req, "throw")).isEqualTo("broken");
            await().untilAsserted(() -> assertThat(stats(context).failed()).isEqualTo(2));
        });
    }

    @Test
    void shouldGiveEachAttemptItsOwnHandleWhenRequestIsTriedAgain() {
        service(Service.class, "rep", "zmq.listener.retry.enabled=true", "zmq.listener.retry.initial-interval=1ms")
                .run(context -> {
                    ZmqSocket req = peer(SocketType.REQ, context);
                    Service service = context.getBean(Service.class);
                    req.send(Msg.of("a"));
                    ZmqReplySender first = service.attempts.poll(5, TimeUnit.SECONDS);
                    assertThat(first).isNotNull();
                    first.fail(new IllegalStateException("not yet"));
                    ZmqReplySender second = service.attempts.poll(5, TimeUnit.SECONDS);
                    assertThat(second).isNotNull().isNotSameAs(first);
                    assertThat(first.reply("old")).isFalse();
                    assertThat(second.reply("new")).isTrue();
                    assertThat(req.receive().string(0)).isEqualTo("new");
                    assertThat(stats(context).retried()).isEqualTo(1);
                });
    }

    @Test
    void shouldCountWhenRequesterHasLeft() {
        service(Service.class, "router").run(context -> {
            ZmqSocket gone = peer(SocketType.REQ, context);
            gone.send(Msg.of("a"));
            ZmqReplySender reply = handle(context.getBean(Service.class), "a");
            gone.close();
            await().until(() ->
                    context.getBean(ZmqSockets.class).get("service").stats().readyPeers() == 0);
            assertThat(reply.reply("nobody")).isTrue();
            await().untilAsserted(() -> assertThat(stats(context).unroutable()).isEqualTo(1));
        });
    }

    static class ByType {
        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "service", id = "service")
        void on(ZmqReplySender reply, Message<?> message, @Headers Map<String, Object> headers) {
            seen.add(headers.get(ZmqHeaders.REPLY_SENDER) == reply);
            reply.reply(message.getPayload());
        }
    }

    @Test
    void shouldResolveHandleByTypeWhenParameterHasNoAnnotation() {
        service(ByType.class, "rep").run(context -> {
            assertThat(ask(peer(SocketType.REQ, context), "a")).isEqualTo("a");
            assertThat(context.getBean(ByType.class).seen.poll(5, TimeUnit.SECONDS))
                    .isEqualTo(true);
        });
    }

    static class WithoutHandle {
        final BlockingQueue<Boolean> seen = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "service", id = "service")
        String on(Message<String> message) {
            seen.add(message.getHeaders().containsKey(ZmqHeaders.REPLY_SENDER));
            return message.getPayload() + "!";
        }
    }

    @Test
    void shouldHaveNoHandleWhenListenerDoesNotAsk() {
        service(WithoutHandle.class, "rep").run(context -> {
            assertThat(ask(peer(SocketType.REQ, context), "a")).isEqualTo("a!");
            assertThat(context.getBean(WithoutHandle.class).seen.poll(5, TimeUnit.SECONDS))
                    .isEqualTo(false);
        });
    }

    @ZmqListener(socket = "service", id = "service")
    static class OfClass {

        @ZmqHandler("later")
        void later(ZmqReplySender reply, String request) {
            reply.reply(request + " later");
        }

        @ZmqHandler(isDefault = true)
        String now(String request) {
            return request + " now";
        }
    }

    @Test
    void shouldGiveHandleToTheHandlerThatAsksWhenListenerIsAClass() {
        service(OfClass.class, "rep", "zmq.sockets.service.frames=headers-payload")
                .run(context -> {
                    ZmqSocket req = peer(SocketType.REQ, context);
                    req.send(Msg.of("{\"" + ZmqHeaders.PAYLOAD_TYPE + "\":\"later\"}", "a"));
                    assertThat(req.receive().string(1)).isEqualTo("a later");
                    req.send(Msg.of("{}", "b"));
                    assertThat(req.receive().string(1)).isEqualTo("b now");
                });
    }

    static class Returning {
        @ZmqListener(socket = "service")
        String on(ZmqReplySender reply) {
            return "";
        }
    }

    static class Forwarding {
        @ZmqListener(socket = "service")
        @SendTo("service")
        void on(ZmqReplySender reply) {}
    }

    static class Batching {
        @ZmqListener(socket = "service", batch = "true")
        void on(ZmqReplySender reply, List<String> all) {}
    }

    static class Plain {
        @ZmqListener(socket = "service")
        void on(@Header(name = ZmqHeaders.REPLY_SENDER) Object reply) {}
    }

    private static void refused(Class<?> listener, String type, String message) {
        service(listener, type).run(context -> assertThat(context)
                .getFailure()
                .hasMessageContaining("takes a ZmqReplySender")
                .hasMessageContaining(message));
    }

    @Test
    void shouldRefuseHandleWhenMethodCannotAnswerThroughIt() {
        refused(Returning.class, "rep", "returns java.lang.String, allowed: void");
        refused(Forwarding.class, "router", "has @SendTo, allowed: neither batch nor @SendTo");
        refused(Batching.class, "pair", "has batch, allowed: neither batch nor @SendTo");
        refused(Plain.class, "pull", "a PULL socket answers nobody, allowed: on a socket that does");
    }
}
