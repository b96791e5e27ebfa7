package io.zmq4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.SocketEvent;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
}
