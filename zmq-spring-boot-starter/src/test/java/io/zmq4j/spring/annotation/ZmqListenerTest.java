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
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.listener.ZmqListenerErrorHandler;
import io.zmq4j.spring.listener.ZmqMessageFilter;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;

class ZmqListenerTest {

    record Order(String item, int count) {}

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    static class Received {
        final BlockingQueue<Object> all = new LinkedBlockingQueue<>();

        Object next() throws InterruptedException {
            Object next = all.poll(5, TimeUnit.SECONDS);
            assertThat(next).as("a message within 5 s").isNotNull();
            return next;
        }
    }

    private static ApplicationContextRunner pull(Class<?>... listeners) {
        return Starter.runner()
                .withBean(Received.class)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .withUserConfiguration(listeners);
    }

    private ZmqSocket pushTo(AssertableApplicationContext context) {
        return outside.connect(
                SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
    }

    static class Everything {
        private final Received received;

        Everything(Received received) {
            this.received = received;
        }

        @ZmqListener("in")
        void on(
                Order order,
                @Header(ZmqHeaders.RECEIVED_SOCKET) String socket,
                @Headers Map<String, Object> headers,
                Message<Order> message,
                Msg msg,
                byte[] bytes,
                @Payload String text,
                List<byte[]> frames) {
            received.all.add(List.of(
                    order,
                    socket,
                    headers.get(ZmqHeaders.FRAME_COUNT),
                    message.getPayload(),
                    msg.size(),
                    bytes.length,
                    text,
                    frames.size()));
        }
    }

    @Test
    void shouldResolveEveryKindOfArgumentWhenMessageArrives() {
        pull(Everything.class).run(context -> {
            String json = "{\"item\":\"tea\",\"count\":2}";
            pushTo(context).send(Msg.of(json));

            Order tea = new Order("tea", 2);
            assertThat(context.getBean(Received.class).next())
                    .isEqualTo(List.of(tea, "in", 1, tea, 1, json.length(), json, 1));
        });
    }

    static class Frames {
        private final Received received;

        Frames(Received received) {
            this.received = received;
        }

        @ZmqListener("in")
        void on(List<byte[]> frames) {
            received.all.add(frames.stream()
                    .map(frame -> new String(frame, StandardCharsets.UTF_8))
                    .toList());
        }
    }

    @Test
    void shouldGiveEveryFrameWhenMessageHasThree() {
        pull(Frames.class).run(context -> {
            pushTo(context).send(Msg.of("one", "", "three"));
            assertThat(context.getBean(Received.class).next()).isEqualTo(List.of("one", "", "three"));
        });
    }

    static class Text {
        private final Received received;

        Text(Received received) {
            this.received = received;
        }

        @ZmqListener("${in.socket}")
        void on(String text) {
            received.all.add(text);
        }
    }

    @Test
    void shouldGiveEmptyTextWhenFrameIsEmpty() {
        pull(Text.class).withPropertyValues("in.socket=in").run(context -> {
            pushTo(context).send(Msg.of(""));
            assertThat(context.getBean(Received.class).next()).isEqualTo("");
        });
    }

    @Retention(RetentionPolicy.RUNTIME)
    @ZmqListener(socket = "in", id = "meta", info = "of a meta-annotation")
    @interface InListener {}

    static class Meta {
        private final Received received;

        Meta(Received received) {
            this.received = received;
        }

        @InListener
        void on(String text) {
            received.all.add(text);
        }
    }

    @Test
    void shouldFindListenerWhenAnnotationIsOnAnAnnotation() {
        pull(Meta.class).run(context -> {
            pushTo(context).send(Msg.of("x"));
            assertThat(context.getBean(Received.class).next()).isEqualTo("x");
            assertThat(context.getBean("meta")).isInstanceOf(ZmqListenerContainer.class);
        });
    }

    static class Repeated {
        private final Received received;

        Repeated(Received received) {
            this.received = received;
        }

        @ZmqListener("in")
        @ZmqListener(id = "own", type = "#{'pull'}", bind = "tcp://127.0.0.1:0")
        void on(String text, @Header(ZmqHeaders.RECEIVED_SOCKET) String socket) {
            received.all.add(socket + ":" + text);
        }
    }

    @Test
    void shouldListenOnBothSocketsWhenAnnotationIsRepeatedAndOneSocketIsInline() {
        pull(Repeated.class).run(context -> {
            pushTo(context).send(Msg.of("a"));
            assertThat(context.getBean(Received.class).next()).isEqualTo("in:a");

            outside.connect(SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("own"))
                    .send(Msg.of("b"));
            assertThat(context.getBean(Received.class).next()).isEqualTo("own:b");
            assertThat(context.getBean(ZmqListenerEndpointRegistry.class).getListenerContainerIds())
                    .hasSize(2)
                    .contains("own")
                    .anySatisfy(id -> assertThat(id).endsWith(".on"));
        });
    }

    static class Forwarding {
        @ZmqListener("in")
        @SendTo("out/orders.${suffix}")
        Order on(Order order) {
            return new Order(order.item(), order.count() * 2);
        }
    }

    @Test
    void shouldForwardResultWhenMethodHasSendTo() {
        ZmqSocket sub = outside.bind(SocketType.SUB);
        sub.subscribe("orders.");
        pull(Forwarding.class)
                .withPropertyValues(
                        "suffix=doubled",
                        "zmq.sockets.out.type=xpub",
                        "zmq.sockets.out.connect=tcp://127.0.0.1:" + Outside.port(sub))
                .run(context -> {
                    ZmqSocket out = context.getBean(ZmqSockets.class).get("out");
                    // a bound subscriber sends its subscription when it is next used; from then on nothing is dropped
                    await().until(() -> sub.tryReceive() == null && out.tryReceive() != null);
                    pushTo(context).send(Msg.of("{\"item\":\"tea\",\"count\":2}"));
                    Msg forwarded = sub.receive();
                    assertThat(forwarded.string(0)).isEqualTo("orders.doubled");
                    assertThat(forwarded.string(1)).isEqualTo("{\"item\":\"tea\",\"count\":4}");
                });
    }

    static class Batches {
        private final Received received;

        Batches(Received received) {
            this.received = received;
        }

        @ZmqListener(socket = "in", id = "batches", batch = "true")
        void on(List<Order> orders) {
            received.all.addAll(orders);
        }
    }

    @Test
    void shouldDeliverGoodMessagesAndCountPoisonWhenListenerTakesBatches() {
        pull(Batches.class).run(context -> {
            ZmqSocket push = pushTo(context);
            for (int i = 0; i < 100; i++) {
                push.send(Msg.of(i % 10 == 5 ? "no json" : "{\"item\":\"tea\",\"count\":" + i + "}"));
            }
            Received received = context.getBean(Received.class);
            await().untilAsserted(() -> assertThat(received.all).hasSize(90));
            assertThat(received.all).first().isEqualTo(new Order("tea", 0));
            ZmqListenerContainer container = context.getBean("batches", ZmqListenerContainer.class);
            await().untilAsserted(() -> {
                assertThat(container.getStats().processed()).isEqualTo(90);
                assertThat(container.getStats().failed()).isEqualTo(10);
            });
        });
    }

    static class Picky {
        private final Received received;

        Picky(Received received) {
            this.received = received;
        }

        @ZmqListener(
                socket = "in",
                id = "picky",
                filter = "onlyTea",
                errorHandler = "recording",
                executor = "named",
                concurrency = "2")
        void on(Order order) {
            if (order.count() < 0) {
                throw new IllegalArgumentException("count is " + order.count());
            }
            received.all.add(Thread.currentThread().getName());
        }

        @Bean
        static ZmqMessageFilter onlyTea() {
            return message -> new String((byte[]) message.getPayload(), StandardCharsets.UTF_8).contains("coffee");
        }

        @Bean
        static ZmqListenerErrorHandler recording(Received received) {
            return (message, failure) -> {
                received.all.add(failure);
                return null;
            };
        }

        @Bean
        static Executor named() {
            return new SimpleAsyncTaskExecutor("mine-");
        }
    }

    @Test
    void shouldAskFilterErrorHandlerAndExecutorWhenListenerNamesThem() {
        pull(Picky.class).run(context -> {
            ZmqSocket push = pushTo(context);
            push.send(Msg.of("{\"item\":\"coffee\",\"count\":1}"));
            push.send(Msg.of("{\"item\":\"tea\",\"count\":-1}"));
            assertThat(context.getBean(Received.class).next())
                    .isInstanceOfSatisfying(
                            IllegalArgumentException.class, e -> assertThat(e).hasMessage("count is -1"));
            push.send(Msg.of("{\"item\":\"tea\",\"count\":1}"));
            assertThat(context.getBean(Received.class).next()).asString().startsWith("mine-");
            ZmqListenerContainer container = context.getBean("picky", ZmqListenerContainer.class);
            assertThat(container.getStats().filtered()).isEqualTo(1);
            assertThat(container.getStats().failed()).isEqualTo(1);
            assertThat(container.getStats().lastError()).contains("count is -1");
        });
    }

    static class Concurrent {
        final Set<String> threads = ConcurrentHashMap.newKeySet();
        final CountDownLatch together = new CountDownLatch(3);

        @ZmqListener(socket = "in", concurrency = "3")
        void on(String text) throws InterruptedException {
            threads.add(Thread.currentThread().getName());
            together.countDown();
            together.await(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldCallListenerOnSeveralThreadsWhenConcurrencyIsThree() {
        pull(Concurrent.class).run(context -> {
            ZmqSocket push = pushTo(context);
            for (int i = 0; i < 3; i++) {
                push.send(Msg.of("x"));
            }
            Concurrent listener = context.getBean(Concurrent.class);
            assertThat(listener.together.await(5, TimeUnit.SECONDS)).isTrue();
            assertThat(listener.threads).hasSize(3).allSatisfy(name -> assertThat(name)
                    .startsWith("zmq-listener-"));
        });
    }

    static class Topics {
        final BlockingQueue<String> euro = new LinkedBlockingQueue<>();
        final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "prices", subscribe = "EUR")
        void euro(String text, @Header(ZmqHeaders.RECEIVED_TOPIC) String topic) {
            euro.add(topic + "=" + text);
        }

        @ZmqListener(
                socket = "prices",
                subscribe = {"EUR", "USD"})
        void both(String text, @Header(ZmqHeaders.RECEIVED_TOPIC) String topic) {
            all.add(topic + "=" + text);
        }
    }

    @Test
    void shouldFanOutByTopicWhenTwoListenersShareASubscriber() {
        ZmqSocket xpub = outside.bind(SocketType.XPUB);
        Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.prices.type=sub",
                        "zmq.sockets.prices.connect=tcp://127.0.0.1:" + Outside.port(xpub))
                .withUserConfiguration(Topics.class)
                .run(context -> {
                    assertThat(List.of(xpub.receive().string(0), xpub.receive().string(0)))
                            .containsExactlyInAnyOrder("\u0001EUR", "\u0001USD");
                    xpub.send(Msg.of("EUR.USD", "1"));
                    xpub.send(Msg.of("GBP", "2"));
                    xpub.send(Msg.of("USD.EUR", "3"));
                    Topics topics = context.getBean(Topics.class);
                    assertThat(topics.all.poll(5, TimeUnit.SECONDS)).isEqualTo("EUR.USD=1");
                    assertThat(topics.all.poll(5, TimeUnit.SECONDS)).isEqualTo("USD.EUR=3");
                    // another listener's thread, which may still be at it
                    await().untilAsserted(() -> assertThat(topics.euro).containsExactly("EUR.USD=1"));
                });
    }
}
