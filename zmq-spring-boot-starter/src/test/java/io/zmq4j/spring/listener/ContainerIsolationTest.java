package io.zmq4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.Header;

/** What containers owe each other, and what observers cannot break. */
class ContainerIsolationTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    static class Slow {
        final CompletableFuture<String> answer = new CompletableFuture<>();

        @ZmqListener(socket = "in", id = "slow")
        CompletableFuture<String> on(String request) {
            return answer;
        }
    }

    @Test
    void shouldNotOpenTheSocketAgainWhenAnAnswerComesAfterTheStop() {
        Starter.runner()
                .withUserConfiguration(Slow.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=router",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.listener.shutdown-timeout=50ms")
                .run(context -> {
                    ZmqListenerContainer container = context.getBean("slow", ZmqListenerContainer.class);
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    outside.connect(SocketType.REQ, sockets.boundPort("in")).send(Msg.of("x"));
                    await().until(() -> container.getStats().inFlight() == 1);

                    container.stop();
                    context.getBean(Slow.class).answer.complete("too late");

                    await().until(() -> container.getStats().inFlight() == 0);
                    assertThat(container.getStats().unroutable()).isEqualTo(1);
                    assertThat(sockets.isOpen("in")).isFalse();
                });
    }

    @Test
    void shouldRefuseToShareSubscriberWhenContainersAreOfDifferentFactories() {
        Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.in.type=sub", "zmq.sockets.in.bind=inproc://in", "zmq.sockets.in.subscribe=")
                .run(context -> {
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    ZmqListenerContainerFactory one = context.getBean(ZmqListenerContainerFactory.class);
                    ZmqListenerContainerFactory other = new ZmqListenerContainerFactory(sockets, one.getMapper());
                    ZmqListenerEndpointRegistry registry = context.getBean(ZmqListenerEndpointRegistry.class);
                    registry.register(one.createContainer(endpoint("one")), sockets);
                    registry.register(one.createContainer(endpoint("two")), sockets);
                    assertThatThrownBy(() -> registry.register(other.createContainer(endpoint("three")), sockets))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("different container factories");
                });
    }

    private static ZmqListenerEndpoint endpoint(String id) {
        return ZmqListenerEndpoint.builder(id, "in", message -> null).build();
    }

    static class Impatient {
        @ZmqListener(socket = "in", id = "impatient")
        void on(String text, @Header("missing") String header) {}

        @EventListener
        void on(ZmqListenerEvent.Started event) {
            throw new IllegalStateException("an observer that fails");
        }
    }

    @Test
    void shouldStartWhenAnEventListenerFails() {
        Starter.runner()
                .withUserConfiguration(Impatient.class)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    ZmqListenerContainer container = context.getBean("impatient", ZmqListenerContainer.class);
                    assertThat(container.isRunning()).isTrue();
                    outside.connect(
                                    SocketType.PUSH,
                                    context.getBean(ZmqSockets.class).boundPort("in"))
                            .send(Msg.of("x"));
                    await().until(() -> container.getStats().failed() == 1);
                    assertThat(container.getStats().lastError()).contains("missing");
                });
    }
}
