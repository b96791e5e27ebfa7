package io.zmq4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.listener.ZmqListenerEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.EventListener;

class ConnectionEventsTest {

    static class Observer {
        final List<ZmqConnectionEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void on(ZmqConnectionEvent event) {
            events.add(event);
            throw new IllegalStateException("an observer that fails");
        }
    }

    @Test
    void shouldPublishConnectionEventsWhenMonitorIsEnabled() {
        Starter.runner()
                .withUserConfiguration(Observer.class)
                .withPropertyValues(
                        "zmq.monitor.enabled=true", "zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    List<ZmqConnectionEvent> events = context.getBean(Observer.class).events;
                    try (Outside outside = new Outside()) {
                        ZmqSocket push = outside.connect(
                                SocketType.PUSH,
                                context.getBean(ZmqSockets.class).boundPort("in"));
                        await().untilAsserted(() -> assertThat(events).anySatisfy(event -> assertThat(event.event())
                                .isInstanceOf(SocketEvent.HandshakeSucceeded.class)));
                        push.close();
                        await().untilAsserted(() -> assertThat(events).anySatisfy(event -> assertThat(event.event())
                                .isInstanceOf(SocketEvent.Disconnected.class)));
                    }
                    assertThat(events)
                            .allSatisfy(event -> assertThat(event.socket()).isEqualTo("in"));
                });
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("zmq-events-in")));
    }

    @Test
    void shouldPublishNothingWhenMonitorIsNotEnabled() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .run(context -> assertThat(context).doesNotHaveBean(ZmqConnectionEvents.class));
    }

    static class Stuck {
        final CountDownLatch release = new CountDownLatch(1);

        @EventListener
        void on(ZmqConnectionEvent event) throws InterruptedException {
            release.await(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldNotHoldUpMessagesWhenAnObserverIsStuck() {
        Starter.runner()
                .withUserConfiguration(Stuck.class)
                .withPropertyValues(
                        "zmq.monitor.enabled=true", "zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    try (Outside outside = new Outside()) {
                        for (int i = 0; i < 5; i++) {
                            outside.connect(SocketType.PUSH, sockets.boundPort("in"))
                                    .send(Msg.of("hello"));
                            assertThat(sockets.get("in").receive(Duration.ofSeconds(5)))
                                    .isNotNull();
                        }
                    } finally {
                        context.getBean(Stuck.class).release.countDown();
                    }
                });
    }

    static class Bindings {
        final List<ZmqSocketBoundEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void on(ZmqSocketBoundEvent event) {
            events.add(event);
            throw new IllegalStateException("an observer that fails");
        }
    }

    @Test
    void shouldTellOfEveryBindingWhenSocketOpens() {
        Starter.runner()
                .withUserConfiguration(Bindings.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0,inproc://in",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=inproc://in")
                .run(context -> {
                    int port = context.getBean(ZmqSockets.class).boundPort("in");
                    assertThat(context.getBean(Bindings.class).events)
                            .containsExactly(
                                    new ZmqSocketBoundEvent("in", "tcp://127.0.0.1:" + port, port),
                                    new ZmqSocketBoundEvent("in", "inproc://in", 0));
                });
    }

    static class Lifecycle {
        final List<ZmqListenerEvent> events = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "in", id = "reader")
        void on(String text) {
            throw new StackOverflowError("too deep");
        }

        @EventListener
        void on(ZmqListenerEvent event) {
            events.add(event);
        }
    }

    @Test
    void shouldTellWhenListenerStartsFailsAndStops() {
        Starter.runner()
                .withUserConfiguration(Lifecycle.class)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    List<ZmqListenerEvent> events = context.getBean(Lifecycle.class).events;
                    assertThat(events).containsExactly(new ZmqListenerEvent.Started("reader"));
                    try (Outside outside = new Outside()) {
                        outside.connect(
                                        SocketType.PUSH,
                                        context.getBean(ZmqSockets.class).boundPort("in"))
                                .send(Msg.of("x"));
                        await().until(() -> events.size() == 3);
                    }
                    assertThat(events.get(1)).isInstanceOfSatisfying(ZmqListenerEvent.Failed.class, failed -> {
                        assertThat(failed.listenerId()).isEqualTo("reader");
                        assertThat(failed.cause()).hasMessage("too deep");
                    });
                    assertThat(events.get(2)).isEqualTo(new ZmqListenerEvent.Stopped("reader"));
                });
    }
}
