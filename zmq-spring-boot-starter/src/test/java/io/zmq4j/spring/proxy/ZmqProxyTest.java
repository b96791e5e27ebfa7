package io.zmq4j.spring.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.actuate.ZmqEndpoint;
import io.zmq4j.spring.boot.autoconfigure.ZmqEndpointAutoConfiguration;
import io.zmq4j.spring.boot.autoconfigure.ZmqProxyAutoConfiguration;
import io.zmq4j.spring.boot.metrics.ZmqProxyMetrics;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ZmqProxyTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private static ApplicationContextRunner runner(String... properties) {
        return Starter.runner()
                .withConfiguration(
                        AutoConfigurations.of(ZmqProxyAutoConfiguration.class, ZmqEndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=zmq")
                .withPropertyValues(properties);
    }

    private static ApplicationContextRunner queue() {
        return runner(
                "zmq.sockets.clients.type=router",
                "zmq.sockets.clients.bind=tcp://127.0.0.1:0",
                "zmq.proxies.broker.frontend=clients",
                "zmq.proxies.broker.backend.type=dealer",
                "zmq.proxies.broker.backend.bind=tcp://127.0.0.1:0",
                "zmq.proxies.broker.capture.type=pub",
                "zmq.proxies.broker.capture.bind=tcp://127.0.0.1:0");
    }

    private static ApplicationContextRunner streamer() {
        return runner(
                "zmq.proxies.line.frontend.type=pull",
                "zmq.proxies.line.frontend.bind=tcp://127.0.0.1:0",
                "zmq.proxies.line.backend.type=push",
                "zmq.proxies.line.backend.bind=tcp://127.0.0.1:0");
    }

    @Test
    void shouldPassRequestsRepliesAndCopiesWhenDeclared() {
        queue().run(context -> {
            ZmqSockets sockets = context.getBean(ZmqSockets.class);
            try (Outside outside = new Outside()) {
                ZmqSocket copies = outside.connect(SocketType.SUB, sockets.boundPort("broker.capture"));
                copies.subscribe("");
                ZmqSocket worker = outside.connect(SocketType.REP, sockets.boundPort("broker.backend"));
                ZmqSocket client = outside.connect(SocketType.REQ, sockets.boundPort("clients"));
                for (int i = 0; i < 3; i++) {
                    client.send(Msg.of("question " + i));
                    assertThat(worker.receive().string(0)).isEqualTo("question " + i);
                    worker.send(Msg.of("answer " + i));
                    assertThat(client.receive().string(0)).isEqualTo("answer " + i);
                }
                Msg copy = copies.receive(Duration.ofSeconds(5));
                assertThat(copy).isNotNull();
                assertThat(copy.string(copy.size() - 1)).containsAnyOf("question", "answer");

                var descriptor =
                        context.getBean(ZmqEndpoint.class).zmq().proxies().get("broker");
                assertThat(descriptor.frontend()).isEqualTo("clients");
                assertThat(descriptor.backend()).isEqualTo("broker.backend");
                assertThat(descriptor.capture()).isEqualTo("broker.capture");
                assertThat(descriptor.state()).isEqualTo("RUNNING");
                assertThat(descriptor.messages().toBackend()).isEqualTo(3);
                assertThat(descriptor.messages().toFrontend()).isEqualTo(3);
                assertThat(descriptor.bytes().toBackend()).isGreaterThanOrEqualTo(30);
            }
        });
    }

    @Test
    void shouldCountWhatPassesWhenThereAreMeters() {
        streamer().run(context -> {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            context.getBean(ZmqProxyMetrics.class).bindTo(registry);
            ZmqSockets sockets = context.getBean(ZmqSockets.class);
            try (Outside outside = new Outside()) {
                outside.connect(SocketType.PUSH, sockets.boundPort("line.frontend"))
                        .send(Msg.of("12345"));
                assertThat(outside.connect(SocketType.PULL, sockets.boundPort("line.backend"))
                                .receive()
                                .string(0))
                        .isEqualTo("12345");
            }
            await().untilAsserted(() -> assertThat(registry.get("zmq.proxy.messages")
                            .tags("proxy", "line", "direction", "to_backend")
                            .functionCounter()
                            .count())
                    .isEqualTo(1));
            assertThat(registry.get("zmq.proxy.bytes")
                            .tags("proxy", "line", "direction", "to_backend")
                            .functionCounter()
                            .count())
                    .isEqualTo(5);
            assertThat(registry.get("zmq.proxy.messages")
                            .tags("proxy", "line", "direction", "to_frontend")
                            .functionCounter()
                            .count())
                    .isZero();
        });
    }

    @Test
    void shouldHoldMessagesWhilePausedOrStoppedThroughTheEndpoint() {
        streamer().run(context -> {
            ZmqSockets sockets = context.getBean(ZmqSockets.class);
            ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);
            ZmqProxy line = context.getBean(ZmqProxies.class).get("line");
            try (Outside outside = new Outside()) {
                ZmqSocket from = outside.connect(SocketType.PUSH, sockets.boundPort("line.frontend"));
                ZmqSocket to = outside.connect(SocketType.PULL, sockets.boundPort("line.backend"));
                from.send(Msg.of("first"));
                assertThat(to.receive().string(0)).isEqualTo("first");

                endpoint.change("line", "PAUSED");
                assertThat(line.state()).isEqualTo(ZmqProxyState.PAUSED);
                from.send(Msg.of("second"));
                assertThat(to.receive(SHORT)).isNull();
                endpoint.change("line", "RESUMED");
                assertThat(to.receive().string(0)).isEqualTo("second");

                endpoint.change("line", "STOPPED");
                assertThat(line.state()).isEqualTo(ZmqProxyState.STOPPED);
                from.send(Msg.of("third"));
                assertThat(to.receive(SHORT)).isNull();
                endpoint.change("line", "STARTED");
                assertThat(to.receive().string(0)).isEqualTo("third");
                assertThat(line.state()).isEqualTo(ZmqProxyState.RUNNING);
                assertThat(line.statistics().fromFrontend()).isEqualTo(3);
            }
        });
    }

    @Test
    void shouldTellThatItFailedAndStartAgainWhenItsSocketWasClosed() {
        streamer().run(context -> {
            ZmqProxy line = context.getBean(ZmqProxies.class).get("line");
            context.getBean(ZmqSockets.class).close("line.frontend");
            await().until(() -> line.state() == ZmqProxyState.FAILED);
            line.start();
            assertThat(line.state()).isEqualTo(ZmqProxyState.RUNNING);
        });
    }

    @Test
    void shouldFreeItsPortsAndPassMessagesAgainWhenContextIsRestarted() {
        streamer().run(context -> {
            ZmqSockets sockets = context.getBean(ZmqSockets.class);
            ZmqProxy line = context.getBean(ZmqProxies.class).get("line");
            context.getSourceApplicationContext().stop();
            assertThat(line.state()).isEqualTo(ZmqProxyState.STOPPED);
            assertThat(sockets.isOpen("line.frontend")).isFalse();
            context.getSourceApplicationContext().start();
            assertThat(line.state()).isEqualTo(ZmqProxyState.RUNNING);
            try (Outside outside = new Outside()) {
                outside.connect(SocketType.PUSH, sockets.boundPort("line.frontend"))
                        .send(Msg.of("again"));
                assertThat(outside.connect(SocketType.PULL, sockets.boundPort("line.backend"))
                                .receive()
                                .string(0))
                        .isEqualTo("again");
            }
        });
    }

    @Test
    void shouldStopBeforeItsSocketsWhenTheApplicationEnds() {
        ZmqProxy[] proxy = new ZmqProxy[1];
        long[] begin = new long[1];
        streamer().run(context -> {
            proxy[0] = context.getBean(ZmqProxies.class).get("line");
            begin[0] = System.nanoTime();
        });
        assertThat(proxy[0].state()).isEqualTo(ZmqProxyState.STOPPED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin[0])).isLessThan(Duration.ofSeconds(5));
    }

    static class Reader {
        @ZmqListener(socket = "in", id = "reader")
        void on(String text) {}
    }

    private static void assertFails(ApplicationContextRunner runner, String... texts) {
        runner.run(context -> {
            assertThat(context).hasFailed();
            for (String text : texts) {
                assertThat(context).getFailure().hasStackTraceContaining(text);
            }
        });
    }

    @Test
    void shouldRefuseToStartWhenAListenerReadsItsSocket() {
        assertFails(
                runner(
                                "zmq.sockets.in.type=pull",
                                "zmq.sockets.in.bind=inproc://in",
                                "zmq.sockets.out.type=push",
                                "zmq.sockets.out.bind=inproc://out",
                                "zmq.proxies.line.frontend=in",
                                "zmq.proxies.line.backend=out")
                        .withUserConfiguration(Reader.class),
                "proxy 'line' cannot be started: listener 'reader' reads socket 'in' as well");
    }

    @Test
    void shouldRefuseToStartWhenAListenerHasItsName() {
        assertFails(
                streamer()
                        .withPropertyValues(
                                "zmq.sockets.in.type=pull",
                                "zmq.sockets.in.bind=inproc://in",
                                "zmq.proxies.reader.frontend.type=pull",
                                "zmq.proxies.reader.frontend.bind=inproc://f",
                                "zmq.proxies.reader.backend.type=push",
                                "zmq.proxies.reader.backend.bind=inproc://b")
                        .withUserConfiguration(Reader.class),
                "proxy 'reader' cannot be started: a listener has this id");
    }

    @Test
    void shouldRefuseToStartWhenTwoReadTheSameSocket() {
        assertFails(
                runner(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=inproc://in",
                        "zmq.proxies.one.frontend=in",
                        "zmq.proxies.one.backend.type=push",
                        "zmq.proxies.one.backend.bind=inproc://one",
                        "zmq.proxies.two.frontend=in",
                        "zmq.proxies.two.backend.type=push",
                        "zmq.proxies.two.backend.bind=inproc://two"),
                "proxy 'two' cannot be started: proxy 'one' reads socket 'in'");
    }
}
