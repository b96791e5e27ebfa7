package io.zmq4j.spring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.UnknownZmqSocketException;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqReplyTimeoutException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ParameterizedTypeReference;

class ZmqTemplateTest {

    record Quote(String symbol, int price) {}

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    private static ApplicationContextRunner with(String name, String type, int port) {
        return Starter.runner()
                .withPropertyValues(
                        "zmq.sockets." + name + ".type=" + type,
                        "zmq.sockets." + name + ".connect=tcp://127.0.0.1:" + port,
                        "zmq.template.reply-timeout=5s");
    }

    @Test
    void shouldSendTextBytesAndJsonWhenPayloadsAreOfThoseTypes() {
        ZmqSocket pull = outside.bind(SocketType.PULL);
        with("out", "push", Outside.port(pull)).run(context -> {
            ZmqOperations template = context.getBean(ZmqOperations.class);

            template.convertAndSend("out", "text");
            template.convertAndSend("out", new byte[] {1, 2});
            template.convertAndSend("out", new Quote("EUR", 7));
            template.send("out", "one".getBytes(StandardCharsets.UTF_8), new byte[0], new byte[] {3});

            assertThat(pull.receive().string(0)).isEqualTo("text");
            assertThat(pull.receive().bytes(0)).containsExactly(1, 2);
            assertThat(pull.receive().string(0)).isEqualTo("{\"symbol\":\"EUR\",\"price\":7}");
            assertThat(pull.receive().size()).isEqualTo(3);
        });
    }

    @Test
    void shouldPublishUnderTopicWhenDestinationHasOne() {
        ZmqSocket sub = outside.bind(SocketType.SUB);
        sub.subscribe("");
        with("events", "pub", Outside.port(sub)).run(context -> {
            ZmqOperations template = context.getBean(ZmqOperations.class);
            await().until(() ->
                    context.getBean(ZmqSockets.class).get("events").stats().readyPeers() > 0);
            awaitSubscription(template, sub);

            template.convertAndSend("events/orders/created", "one");
            template.publish("events", "orders.deleted", new Quote("EUR", 1));
            template.convertAndSend("events", "three", Map.<String, Object>of(ZmqHeaders.TOPIC, "by.header"));

            assertThat(next(sub)).containsExactly("orders/created", "one");
            assertThat(next(sub)).containsExactly("orders.deleted", "{\"symbol\":\"EUR\",\"price\":1}");
            assertThat(next(sub)).containsExactly("by.header", "three");
        });
    }

    /** A publisher drops what nobody has subscribed to yet, and the subscription takes its time. */
    private static void awaitSubscription(ZmqOperations template, ZmqSocket sub) {
        await().until(() -> {
            template.convertAndSend("events/probe", "probe");
            return sub.tryReceive() != null;
        });
    }

    /** The next message that is none of the probes, of which more may be under way. */
    private static List<String> next(ZmqSocket sub) {
        List<String> frames = strings(sub.receive());
        while (frames.get(0).equals("probe")) {
            frames = strings(sub.receive());
        }
        return frames;
    }

    private static List<String> strings(Msg msg) {
        return msg.frames().stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void shouldNameTheTopicHeaderWhenPublishingWithoutTopic() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.events.type=pub", "zmq.sockets.events.bind=inproc://events")
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(ZmqOperations.class).convertAndSend("events", "x"))
                        .isInstanceOf(ZmqConversionException.class)
                        .hasMessageContaining(ZmqHeaders.TOPIC));
    }

    @Test
    void shouldThrowSendTimeoutWhenNobodyTakesTheMessage() {
        Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.out.send-timeout=50ms")
                .run(context -> {
                    ZmqOperations template = context.getBean(ZmqOperations.class);
                    assertThatThrownBy(() -> template.convertAndSend("out", "lost"))
                            .isInstanceOf(ZmqSendTimeoutException.class)
                            .hasMessageContaining("'out'")
                            .hasMessageContaining("50 ms");
                    assertThatThrownBy(() -> template.send("out", new byte[1]))
                            .isInstanceOf(ZmqSendTimeoutException.class);
                    assertThat(template.trySend("out", new byte[1])).isFalse();
                });
    }

    @Test
    void shouldListKnownSocketsWhenDestinationIsUnknown() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.out.type=push", "zmq.sockets.out.bind=inproc://out")
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(ZmqOperations.class).convertAndSend("other", "x"))
                        .isInstanceOf(UnknownZmqSocketException.class)
                        .hasMessageContaining("[out]"));
    }

    @Test
    void shouldUseDefaultSocketWhenCallNamesNone() {
        ZmqSocket pull = outside.bind(SocketType.PULL);
        with("out", "push", Outside.port(pull))
                .withPropertyValues("zmq.template.default-socket=out")
                .run(context -> {
                    context.getBean(ZmqOperations.class).convertAndSend("payload");
                    assertThat(pull.receive().string(0)).isEqualTo("payload");
                });
    }

    @Test
    void shouldReceiveAndConvertWhenMessageIsThere() {
        ZmqSocket push = outside.bind(SocketType.PUSH);
        with("in", "pull", Outside.port(push)).run(context -> {
            ZmqOperations template = context.getBean(ZmqOperations.class);
            push.send(Msg.of("{\"symbol\":\"EUR\",\"price\":9}"));
            push.send(Msg.of("text"));

            assertThat(template.receiveAndConvert("in", Quote.class, Duration.ofSeconds(5)))
                    .isEqualTo(new Quote("EUR", 9));
            assertThat(template.receiveAndConvert("in", String.class)).isEqualTo("text");
            assertThat(template.receiveAndConvert("in", String.class, Duration.ofMillis(10)))
                    .isNull();
            String type = template.execute("in", socket -> socket.type().name());
            assertThat(type).isEqualTo("PULL");
        });
    }

    /** Answers each request with its payload and an exclamation mark until the socket is closed. */
    private static void echo(ZmqSocket rep) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Msg request = rep.receive(Duration.ofSeconds(30));
                    if (request != null) {
                        rep.send(Msg.of(request.string(0) + "!"));
                    }
                }
            } catch (RuntimeException e) {
                // closed: the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void shouldGetItsOwnReplyWhenManyRequestsAreUnderWayOverDealer() {
        ZmqSocket rep = outside.bind(SocketType.REP);
        echo(rep);
        with("client", "dealer", Outside.port(rep)).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            List<CompletableFuture<String>> replies = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                replies.add(template.requestAsync("client", "request " + i, String.class));
            }
            for (int i = 0; i < 500; i++) {
                assertThat(replies.get(i).get(5, TimeUnit.SECONDS)).isEqualTo("request " + i + "!");
            }
            assertThat(template.request("client", "last", String.class)).isEqualTo("last!");
            assertThat(template.pendingRequests("client")).isZero();
        });
    }

    @Test
    void shouldConvertReplyWhenTypeIsGeneric() {
        ZmqSocket router = outside.bind(SocketType.ROUTER);
        with("client", "dealer", Outside.port(router)).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            CompletableFuture<List<Quote>> reply =
                    template.requestAsync("client", "all", new ParameterizedTypeReference<List<Quote>>() {});

            Msg request = router.receive();
            assertThat(request.size()).isEqualTo(4);
            assertThat(request.length(1)).isPositive();
            assertThat(request.length(2)).isZero();
            assertThat(request.string(3)).isEqualTo("all");
            router.send(Msg.of(
                    request.bytes(0),
                    request.bytes(1),
                    new byte[0],
                    "[{\"symbol\":\"A\",\"price\":1}]".getBytes(StandardCharsets.UTF_8)));

            assertThat(reply.get(5, TimeUnit.SECONDS)).containsExactly(new Quote("A", 1));
        });
    }

    @Test
    void shouldTimeOutAndCountWhenReplyIsLate() {
        ZmqSocket router = outside.bind(SocketType.ROUTER);
        with("client", "dealer", Outside.port(router)).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);

            assertThatThrownBy(() -> template.request("client", "sync", String.class, Duration.ofMillis(50)))
                    .isInstanceOf(ZmqReplyTimeoutException.class)
                    .hasMessageContaining("'client'")
                    .hasMessageContaining("50 ms");
            assertThatThrownBy(() -> template.requestAsync("client", "async", String.class, Duration.ofMillis(50))
                            .get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ZmqReplyTimeoutException.class);
            assertThat(template.pendingRequests("client")).isZero();

            router.send(router.receive());
            router.send(router.receive());
            await().untilAsserted(
                            () -> assertThat(template.lateReplies("client")).isEqualTo(2));
        });
    }

    @Test
    void shouldUseTimeoutOfTheSocketWhenItHasOne() {
        ZmqSocket router = outside.bind(SocketType.ROUTER);
        with("client", "dealer", Outside.port(router))
                .withPropertyValues("zmq.sockets.client.request-timeout=30ms")
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(ZmqTemplate.class).request("client", "x", String.class))
                        .isInstanceOf(ZmqReplyTimeoutException.class)
                        .hasMessageContaining("30 ms"));
    }

    @Test
    void shouldRefuseRequestWhenTooManyArePending() {
        ZmqSocket router = outside.bind(SocketType.ROUTER);
        with("client", "dealer", Outside.port(router))
                .withPropertyValues("zmq.template.max-pending-requests=2")
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    template.requestAsync("client", "1", String.class);
                    template.requestAsync("client", "2", String.class);
                    assertThatThrownBy(() -> template.requestAsync("client", "3", String.class))
                            .isInstanceOf(ZmqMessagingException.class)
                            .hasMessageContaining("at most 2");
                });
    }

    @Test
    void shouldFailPendingRequestsAndGoOnWhenSocketIsClosedAndReopened() {
        ZmqSocket rep = outside.bind(SocketType.REP);
        with("client", "dealer", Outside.port(rep)).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            CompletableFuture<String> pending = template.requestAsync("client", "unanswered", String.class);
            assertThat(rep.receive().string(0)).isEqualTo("unanswered");

            context.getBean(ZmqSockets.class).close("client");

            assertThatThrownBy(() -> pending.get(5, TimeUnit.SECONDS))
                    .hasRootCauseInstanceOf(ZmqMessagingException.class)
                    .hasMessageContaining("was closed");
            rep.send(Msg.of("nobody"));
            echo(rep);
            assertThat(template.request("client", "again", String.class)).isEqualTo("again!");
        });
    }

    @Test
    void shouldRecoverWhenRequestOverReqTimedOut() {
        ZmqSocket rep = outside.bind(SocketType.REP);
        with("client", "req", Outside.port(rep)).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);

            assertThatThrownBy(() -> template.request("client", "slow", String.class, Duration.ofMillis(50)))
                    .isInstanceOf(ZmqReplyTimeoutException.class);

            rep.receive();
            rep.send(Msg.of("late"));
            echo(rep);
            assertThat(template.request("client", "next", String.class)).isEqualTo("next!");
            List<CompletableFuture<String>> replies = Collections.nCopies(20, "x").stream()
                    .map(each -> template.requestAsync("client", each, String.class))
                    .toList();
            assertThat(replies).allSatisfy(reply -> assertThat(reply.get(5, TimeUnit.SECONDS))
                    .isEqualTo("x!"));
        });
    }

    @Test
    void shouldNameAllowedTypesWhenRequestGoesOverAnotherOne() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.out.type=push", "zmq.sockets.out.bind=inproc://out")
                .run(context -> assertThatThrownBy(
                                () -> context.getBean(ZmqTemplate.class).request("out", "x", String.class))
                        .hasMessageContaining("PUSH")
                        .hasMessageContaining("DEALER, REQ and CLIENT"));
    }
}
