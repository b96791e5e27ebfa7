package io.zmq4j.spring.observation;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqReplyTimeoutException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqObservationAutoConfiguration;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.template.ZmqOperations;
import io.zmq4j.spring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ObservationTest {

    private final Outside outside = new Outside();
    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final List<Observation.Context> stopped = new CopyOnWriteArrayList<>();

    @BeforeEach
    void collect() {
        registry.observationConfig().observationHandler(new ObservationHandler<>() {
            @Override
            public void onStop(Observation.Context context) {
                stopped.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
    }

    @AfterEach
    void close() {
        outside.close();
    }

    private ApplicationContextRunner runner() {
        return Starter.runner()
                .withConfiguration(AutoConfigurations.of(ZmqObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, () -> registry)
                .withPropertyValues(
                        "zmq.template.observation-enabled=true",
                        "zmq.listener.observation-enabled=true",
                        "zmq.template.reply-timeout=5s");
    }

    private ApplicationContextRunner sending(String name, String type, ZmqSocket peer) {
        return runner().withPropertyValues(
                        "zmq.sockets." + name + ".type=" + type,
                        "zmq.sockets." + name + ".connect=tcp://127.0.0.1:" + Outside.port(peer));
    }

    private ApplicationContextRunner receiving(String type, Class<?> listener) {
        return runner().withUserConfiguration(listener)
                .withPropertyValues("zmq.sockets.in.type=" + type, "zmq.sockets.in.bind=tcp://127.0.0.1:0");
    }

    @Test
    void shouldObserveASendUnderTheNamesOfOpenTelemetry() {
        ZmqSocket pull = outside.bind(SocketType.PULL);
        sending("out", "push", pull).run(context -> {
            context.getBean(ZmqOperations.class).convertAndSend("out", "12345");

            assertThat(pull.receive().string(0)).isEqualTo("12345");
            assertThat(registry)
                    .hasNumberOfObservationsEqualTo(1)
                    .hasObservationWithNameEqualTo("zmq.template")
                    .that()
                    .hasBeenStarted()
                    .hasBeenStopped()
                    .hasContextualNameEqualTo("send out")
                    .hasLowCardinalityKeyValue("zmq.template.name", "zmqTemplate")
                    .hasLowCardinalityKeyValue("messaging.system", "zeromq")
                    .hasLowCardinalityKeyValue("messaging.operation.name", "send")
                    .hasLowCardinalityKeyValue("messaging.operation.type", "send")
                    .hasLowCardinalityKeyValue("messaging.destination.name", "out")
                    .hasHighCardinalityKeyValue("messaging.message.body.size", "5")
                    .hasHighCardinalityKeyValue("server.address", "127.0.0.1")
                    .hasHighCardinalityKeyValue("server.port", String.valueOf(Outside.port(pull)))
                    .doesNotHaveHighCardinalityKeyValueWithKey("zmq.topic")
                    .doesNotHaveError();
            assertThat(sent().getKind()).isEqualTo(Kind.PRODUCER);
        });
    }

    private ZmqTemplateObservationContext sent() {
        return (ZmqTemplateObservationContext) stopped.get(0);
    }

    @Test
    void shouldKeepTopicsOutOfTheKeysOfMeters() {
        runner().withPropertyValues("zmq.sockets.events.type=pub", "zmq.sockets.events.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    context.getBean(ZmqOperations.class).convertAndSend("events/orders.17", "x");
                    context.getBean(ZmqOperations.class).publish("events", "orders.18", "x");

                    assertThat(registry)
                            .hasNumberOfObservationsEqualTo(2)
                            .hasAnObservationWithAKeyValue("zmq.topic", "orders.17")
                            .hasAnObservationWithAKeyValue("zmq.topic", "orders.18");
                    assertThat(sent().getLowCardinalityKeyValues())
                            .extracting(KeyValue::getKey)
                            .doesNotContain("zmq.topic");
                });
    }

    @Test
    void shouldObserveARequestAsClientUntilItsReply() {
        ZmqSocket rep = outside.bind(SocketType.REP);
        sending("client", "dealer", rep).run(context -> {
            ZmqOperations template = context.getBean(ZmqOperations.class);
            CompletableFuture<String> reply = template.requestAsync("client", "question", String.class);
            rep.receive();
            assertThat(registry)
                    .hasObservationWithNameEqualTo("zmq.template")
                    .that()
                    .isNotStopped();

            rep.send(Msg.of("answer"));

            assertThat(reply.join()).isEqualTo("answer");
            assertThat(registry)
                    .hasNumberOfObservationsEqualTo(1)
                    .hasObservationWithNameEqualTo("zmq.template")
                    .that()
                    .hasBeenStopped()
                    .hasContextualNameEqualTo("request client")
                    .hasLowCardinalityKeyValue("messaging.operation.name", "request");
            assertThat(sent().getKind()).isEqualTo(Kind.CLIENT);
        });
    }

    @Test
    void shouldTellTheErrorWhenASendOrRequestFails() {
        ZmqSocket silent = outside.bind(SocketType.ROUTER);
        sending("client", "dealer", silent)
                .withPropertyValues(
                        "zmq.sockets.lonely.type=push",
                        "zmq.sockets.lonely.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.lonely.send-timeout=10ms")
                .run(context -> {
                    ZmqOperations template = context.getBean(ZmqOperations.class);

                    assertThatThrownBy(() -> template.request("client", "x", String.class, Duration.ofMillis(20)))
                            .isInstanceOf(ZmqReplyTimeoutException.class);
                    assertThatThrownBy(() -> template.convertAndSend("lonely", "x"))
                            .isInstanceOf(ZmqSendTimeoutException.class);
                    assertThat(template.trySend("lonely", new byte[1])).isFalse();

                    assertThat(stopped)
                            .hasSize(3)
                            .extracting(Observation.Context::getError)
                            .hasOnlyElementsOfTypes(ZmqReplyTimeoutException.class, ZmqSendTimeoutException.class);
                    assertThat(registry)
                            .hasAnObservationWithAKeyValue("error.type", ZmqSendTimeoutException.class.getName());
                });
    }

    static class Listener {
        final BlockingQueue<Observation> current = new LinkedBlockingQueue<>();
        final TestObservationRegistry registry;

        Listener(ObservationRegistry registry) {
            this.registry = (TestObservationRegistry) registry;
        }

        @ZmqListener(socket = "in", id = "listener")
        void on(String text) {
            if (text.equals("fail")) {
                throw new IllegalStateException("broken");
            }
            Observation observation = registry.getCurrentObservation();
            if (observation != null) {
                current.add(observation);
            }
        }
    }

    @Test
    void shouldMakeTheObservationCurrentWhileTheListenerRuns() {
        receiving("pull", Listener.class).run(context -> {
            ZmqSocket push = outside.connect(
                    SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
            push.send(Msg.of("12345"));

            Observation current = context.getBean(Listener.class).current.take();

            assertThat(current.getContext()).isInstanceOf(ZmqListenerObservationContext.class);
            await().untilAsserted(() -> assertThat(registry)
                    .hasNumberOfObservationsEqualTo(1)
                    .hasObservationWithNameEqualTo("zmq.listener")
                    .that()
                    .hasBeenStopped()
                    .hasContextualNameEqualTo("process in")
                    .hasLowCardinalityKeyValue("zmq.listener.id", "listener")
                    .hasLowCardinalityKeyValue("messaging.system", "zeromq")
                    .hasLowCardinalityKeyValue("messaging.operation.name", "process")
                    .hasLowCardinalityKeyValue("messaging.operation.type", "process")
                    .hasLowCardinalityKeyValue("messaging.destination.name", "in")
                    .hasHighCardinalityKeyValue("messaging.message.body.size", "5")
                    .hasHighCardinalityKeyValue("network.peer.address", "127.0.0.1")
                    .doesNotHaveError());
            assertThat(received().getKind()).isEqualTo(Kind.CONSUMER);
        });
    }

    private ZmqListenerObservationContext received() {
        return (ZmqListenerObservationContext) stopped.get(0);
    }

    @Test
    void shouldTellTheErrorWhenAListenerFails() {
        receiving("pull", Listener.class).run(context -> {
            outside.connect(SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"))
                    .send(Msg.of("fail"));

            await().untilAsserted(() -> assertThat(registry)
                    .hasObservationWithNameEqualTo("zmq.listener")
                    .that()
                    .hasBeenStopped()
                    .hasHighCardinalityKeyValueWithKey("error.type")
                    .hasError());
        });
    }

    static class Poisoned {
        @ZmqListener(socket = "in", id = "listener")
        void on(int number) {}
    }

    @Test
    void shouldObserveAMessageThatCannotBeRead() {
        receiving("pull", Poisoned.class)
                .withPropertyValues("zmq.sockets.in.frames=headers-payload")
                .run(context -> {
                    outside.connect(
                                    SocketType.PUSH,
                                    context.getBean(ZmqSockets.class).boundPort("in"))
                            .send(Msg.of("no header frame"));

                    await().untilAsserted(() -> assertThat(registry)
                            .hasObservationWithNameEqualTo("zmq.listener")
                            .that()
                            .hasBeenStopped()
                            .hasError());
                });
    }

    static class Later {
        final CompletableFuture<String> answer = new CompletableFuture<>();
        final CompletableFuture<String> called = new CompletableFuture<>();

        @ZmqListener(socket = "in", id = "listener")
        CompletableFuture<String> on(String text) {
            called.complete(text);
            return answer;
        }
    }

    @Test
    void shouldEndTheObservationOfAnAsynchronousResultWhenItIsThere() {
        receiving("router", Later.class).run(context -> {
            ZmqSocket req = outside.connect(
                    SocketType.REQ, context.getBean(ZmqSockets.class).boundPort("in"));
            req.send(Msg.of("question"));
            context.getBean(Later.class).called.join();
            assertThat(registry)
                    .hasObservationWithNameEqualTo("zmq.listener")
                    .that()
                    .isNotStopped();

            context.getBean(Later.class).answer.complete("answer");

            assertThat(req.receive().string(0)).isEqualTo("answer");
            await().untilAsserted(() -> assertThat(registry)
                    .hasObservationWithNameEqualTo("zmq.listener")
                    .that()
                    .hasBeenStopped()
                    .doesNotHaveError());
            assertThat(received().getKind()).isEqualTo(Kind.SERVER);
        });
    }

    static class Batch {
        final BlockingQueue<List<String>> batches = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "in", id = "listener", batch = "true", autoStartup = "false")
        void on(List<String> texts) {
            batches.add(texts);
        }
    }

    @Test
    void shouldMakeOneObservationOfABatch() {
        receiving("pull", Batch.class).run(context -> {
            ZmqSockets sockets = context.getBean(ZmqSockets.class);
            sockets.get("in");
            ZmqSocket push = outside.connect(SocketType.PUSH, sockets.boundPort("in"));
            for (int i = 0; i < 3; i++) {
                push.send(Msg.of("x"));
            }
            await().until(() -> sockets.get("in").stats().receiveQueue() == 3);
            context.getBean("listener", ZmqListenerContainer.class).start();

            int received = 0;
            int batches = 0;
            while (received < 3) {
                received += context.getBean(Batch.class).batches.take().size();
                batches++;
            }
            int expected = batches;
            await().untilAsserted(() -> assertThat(registry).hasNumberOfObservationsEqualTo(expected));
            assertThat(stopped.stream()
                            .map(each -> each.getHighCardinalityKeyValue("messaging.batch.message_count"))
                            .mapToInt(count -> Integer.parseInt(count.getValue()))
                            .sum())
                    .isEqualTo(3);
        });
    }

    @Test
    void shouldCountTheMessagesOfABatchThatIsSent() {
        ZmqSocket pull = outside.bind(SocketType.PULL);
        sending("out", "push", pull).run(context -> {
            context.getBean(ZmqOperations.class).sendBatch("out", List.of("one", "two", "three"));

            assertThat(registry)
                    .hasNumberOfObservationsEqualTo(1)
                    .hasObservationWithNameEqualTo("zmq.template")
                    .that()
                    .hasHighCardinalityKeyValue("messaging.batch.message_count", "3")
                    .hasHighCardinalityKeyValue("messaging.message.body.size", "11");
        });
    }

    static class Own extends DefaultZmqTemplateObservationConvention {
        @Override
        public KeyValues getLowCardinalityKeyValues(ZmqTemplateObservationContext context) {
            return super.getLowCardinalityKeyValues(context).and("tenant", "blue");
        }
    }

    static class OwnOfListener extends DefaultZmqListenerObservationConvention {
        @Override
        public String getName() {
            return "my.listener";
        }
    }

    @Test
    void shouldUseTheConventionsOfTheApplication() {
        receiving("pull", Listener.class)
                .withBean(Own.class)
                .withBean(OwnOfListener.class)
                .withPropertyValues("zmq.sockets.out.type=push", "zmq.sockets.out.connect=inproc://none")
                .run(context -> {
                    ZmqOperations template = context.getBean(ZmqOperations.class);
                    outside.connect(
                                    SocketType.PUSH,
                                    context.getBean(ZmqSockets.class).boundPort("in"))
                            .send(Msg.of("x"));
                    template.trySend("out", new byte[1]);

                    await().untilAsserted(() -> assertThat(registry)
                            .hasObservationWithNameEqualTo("my.listener")
                            .that()
                            .hasBeenStopped());
                    assertThat(registry)
                            .hasObservationWithNameEqualTo("zmq.template")
                            .that()
                            .hasLowCardinalityKeyValue("tenant", "blue");
                });
    }

    @Test
    void shouldObserveNothingUnlessAskedFor() {
        receiving("pull", Listener.class)
                .withPropertyValues("zmq.template.observation-enabled=false", "zmq.listener.observation-enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ObservedTemplate.class)
                        .doesNotHaveBean(ObservedListener.class));
    }

    /** Fails wherever a handler can. */
    private static final class Broken implements ObservationHandler<Observation.Context> {
        private final String where;

        Broken(String where) {
            this.where = where;
        }

        private void at(String here) {
            if (where.equals(here)) {
                throw new IllegalStateException("a handler that fails at " + here);
            }
        }

        @Override
        public void onStart(Observation.Context context) {
            at("start");
        }

        @Override
        public void onError(Observation.Context context) {
            at("error");
        }

        @Override
        public void onScopeOpened(Observation.Context context) {
            at("scope opened");
        }

        @Override
        public void onScopeClosed(Observation.Context context) {
            at("scope closed");
        }

        @Override
        public void onStop(Observation.Context context) {
            at("stop");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    @Test
    void shouldLoseNoMessageWhenAHandlerThrows() {
        for (String where : List.of("start", "error", "scope opened", "scope closed", "stop")) {
            ObservationRegistry broken = ObservationRegistry.create();
            broken.observationConfig().observationHandler(new Broken(where));
            BlockingQueue<String> texts = new LinkedBlockingQueue<>();
            BlockingQueue<Boolean> stale = new LinkedBlockingQueue<>();
            Starter.runner()
                    .withConfiguration(AutoConfigurations.of(ZmqObservationAutoConfiguration.class))
                    .withBean(ObservationRegistry.class, () -> broken)
                    .withBean(Recorder.class, () -> new Recorder(texts, stale, broken))
                    .withPropertyValues(
                            "zmq.template.observation-enabled=true",
                            "zmq.listener.observation-enabled=true",
                            "zmq.sockets.in.type=pull",
                            "zmq.sockets.in.bind=inproc://broken",
                            "zmq.sockets.out.type=push",
                            "zmq.sockets.out.connect=inproc://broken")
                    .run(context -> {
                        ZmqTemplate template = context.getBean(ZmqTemplate.class);
                        for (int i = 0; i < 10; i++) {
                            template.convertAndSend("out", i % 2 == 0 ? "fail" : "good");
                        }

                        await().until(() -> texts.size() == 10);
                        ZmqListenerContainer container = context.getBean("listener", ZmqListenerContainer.class);
                        await().until(() -> container.getStats().inFlight() == 0);
                        assertThat(container.getStats().processed()).as(where).isEqualTo(5);
                        assertThat(container.getStats().failed()).as(where).isEqualTo(5);
                        assertThat(container.isInExpectedState()).isTrue();
                        assertThat(stale)
                                .as("left by the message before: " + where)
                                .doesNotContain(true);
                    });
        }
    }

    static final class Recorder {
        private final BlockingQueue<String> texts;
        private final BlockingQueue<Boolean> stale;
        private final ObservationRegistry registry;
        private Observation last = Observation.NOOP;

        Recorder(BlockingQueue<String> texts, BlockingQueue<Boolean> stale, ObservationRegistry registry) {
            this.texts = texts;
            this.stale = stale;
            this.registry = registry;
        }

        @ZmqListener(socket = "in", id = "listener")
        void on(String text) {
            Observation now = registry.getCurrentObservation();
            stale.add(now != null && now == last);
            last = now == null ? Observation.NOOP : now;
            texts.add(text);
            if (text.equals("fail")) {
                throw new IllegalStateException("broken");
            }
        }
    }
}
