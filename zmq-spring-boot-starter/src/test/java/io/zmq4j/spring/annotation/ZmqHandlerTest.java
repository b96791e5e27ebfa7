package io.zmq4j.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.template.ZmqTemplate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.SendTo;

/** A class that listens, and chooses one of its methods for each message. */
class ZmqHandlerTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    record Order(int id) {}

    record Cancel(int id) {}

    @ZmqListener(socket = "in", id = "both")
    static class Both {
        final List<String> calls = new CopyOnWriteArrayList<>();

        @ZmqHandler
        void order(Order order) {
            calls.add(order.toString());
        }

        @ZmqHandler("${cancel.name:cancellation}")
        void cancel(@Header(ZmqHeaders.PAYLOAD_TYPE) String type, Message<Cancel> cancel) {
            calls.add(type + " " + cancel.getPayload());
        }

        @ZmqHandler
        void frames(List<byte[]> frames) {
            calls.add(frames.size() + " frames");
        }

        @ZmqHandler(isDefault = true)
        void rest(String text) {
            calls.add("rest " + text);
        }
    }

    private static String typed(String name) {
        return "{\"zmq_payloadType\":\"" + name + "\"}";
    }

    @Test
    void shouldChooseByPayloadTypeThenByFramesThenTheDefault() {
        Starter.runner()
                .withUserConfiguration(Both.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.in.frames=headers-payload")
                .run(context -> {
                    ZmqSocket push = outside.connect(
                            SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
                    push.send(Msg.of(typed("Order"), "{\"id\":1}"));
                    push.send(Msg.of(typed("cancellation"), "{\"id\":2}"));
                    push.send(Msg.of("{}", "a", "b"));
                    push.send(Msg.of("{}", "text"));
                    push.send(Msg.of(typed("java.lang.Runtime"), "other"));
                    Both both = context.getBean(Both.class);
                    await().until(() -> both.calls.size() == 5);
                    assertThat(both.calls)
                            .containsExactly(
                                    "Order[id=1]", "cancellation Cancel[id=2]", "2 frames", "rest text", "rest other");
                });
    }

    @Test
    void shouldCarryThePayloadTypeWhenTheTemplateSends() {
        Starter.runner()
                .withUserConfiguration(Both.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://typed",
                        "zmq.sockets.in.frames=headers-payload",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://typed",
                        "zmq.sockets.out.frames=headers-payload")
                .run(context -> {
                    context.getBean(ZmqTemplate.class)
                            .convertAndSend("out", new Order(5), Map.of(ZmqHeaders.PAYLOAD_TYPE, "Order"));
                    Both both = context.getBean(Both.class);
                    await().until(() -> both.calls.equals(List.of("Order[id=5]")));
                });
    }

    @ZmqListener(socket = "in", id = "strict")
    static class Strict {
        final List<Integer> ids = new CopyOnWriteArrayList<>();

        @ZmqHandler
        void order(Order order) {
            ids.add(order.id());
        }

        @ZmqHandler
        void cancel(Cancel cancel) {}
    }

    @Test
    void shouldFailTheMessageWhenNoHandlerTakesIt() {
        Starter.runner()
                .withUserConfiguration(Strict.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.in.frames=headers-payload")
                .run(context -> {
                    ZmqSocket push = outside.connect(
                            SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
                    push.send(Msg.of("{}", "{\"id\":1}"));
                    push.send(Msg.of(typed("Refund"), "{\"id\":2}"));
                    push.send(Msg.of(typed("Order"), "{\"id\":3}"));
                    await().until(() -> context.getBean(Strict.class).ids.equals(List.of(3)));
                    ZmqListenerContainer container = context.getBean("strict", ZmqListenerContainer.class);
                    assertThat(container.getStats().failed()).isEqualTo(2);
                    assertThat(container.getStats().lastError())
                            .contains("no @ZmqHandler takes a message of payload type 'Refund'");
                });
    }

    @ZmqListener("service")
    @SendTo("${reply.to:out/done}")
    static class Only {
        @ZmqHandler
        String on(Order order) {
            return "done " + order.id();
        }
    }

    @Test
    void shouldSendResultsToTheDestinationOfTheClassWhenItHasOne() {
        Starter.runner()
                .withBean("only", Only.class)
                .withPropertyValues(
                        "zmq.sockets.service.type=pull",
                        "zmq.sockets.service.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.frames=topic-payload",
                        "zmq.sockets.out.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    ZmqSocket pull = outside.connect(SocketType.PULL, sockets.boundPort("out"));
                    outside.connect(SocketType.PUSH, sockets.boundPort("service"))
                            .send(Msg.of("{\"id\":4}"));
                    Msg result = pull.receive();
                    assertThat(result.string(0)).isEqualTo("done");
                    assertThat(result.string(1)).isEqualTo("done 4");
                    assertThat(context.getBean("only.listener")).isInstanceOf(ZmqListenerContainer.class);
                });
    }

    @ZmqListener("in")
    static class TwoOfOneType {
        @ZmqHandler
        void one(Order order) {}

        @ZmqHandler
        void two(Order order) {}
    }

    @ZmqListener("in")
    static class TwoDefaults {
        @ZmqHandler(isDefault = true)
        void one(Order order) {}

        @ZmqHandler(isDefault = true)
        void two(Cancel order) {}
    }

    @ZmqListener("in")
    static class TwoOfFrames {
        @ZmqHandler
        void one(Msg msg) {}

        @ZmqHandler
        void two(byte[][] frames) {}
    }

    @ZmqListener("in")
    static class NoPayload {
        @ZmqHandler
        void one(Order order) {}

        @ZmqHandler
        void two(@Header("a") String header) {}
    }

    @ZmqListener("plain")
    static class NeverReached {
        @ZmqHandler
        void one(Order order) {}

        @ZmqHandler(isDefault = true)
        void two(Cancel cancel) {}
    }

    static class NoListener {
        @ZmqHandler
        void one(Order order) {}
    }

    @ZmqListener("in")
    static class SendToOnHandler {
        @ZmqHandler
        @SendTo("plain")
        String one(Order order) {
            return "";
        }
    }

    @ZmqListener("in")
    static class Result {
        @ZmqHandler
        String one(Order order) {
            return "";
        }
    }

    @ZmqListener(socket = "in", batch = "true")
    static class Batch {
        @ZmqHandler
        void one(List<Order> orders) {}
    }

    static Stream<Arguments> declarations() {
        return Stream.of(
                Arguments.of(TwoOfOneType.class, "both take payload type 'Order', allowed: one of them"),
                Arguments.of(TwoDefaults.class, "both take isDefault"),
                Arguments.of(TwoOfFrames.class, "both take payloads of several frames"),
                Arguments.of(NoPayload.class, "handler two has no payload parameter"),
                Arguments.of(NeverReached.class, "handler one is never reached, as messages of socket 'plain'"),
                Arguments.of(NoListener.class, "@ZmqHandler on method one of class"),
                Arguments.of(SendToOnHandler.class, "@SendTo is on handler one, allowed: on the class"),
                Arguments.of(Result.class, "it returns java.lang.String, which a PULL socket cannot send back"),
                Arguments.of(Batch.class, "batch is 'true', allowed: only on a method"));
    }

    @ParameterizedTest
    @MethodSource("declarations")
    void shouldRefuseToStartWhenHandlersAreNotClear(Class<?> listener, String reason) {
        Starter.runner()
                .withUserConfiguration(listener)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://in",
                        "zmq.sockets.in.frames=headers-payload",
                        "zmq.sockets.plain.type=pull",
                        "zmq.sockets.plain.bind=inproc://plain")
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(reason));
    }
}
