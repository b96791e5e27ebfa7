package io.zmq4j.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Lazy;

class LateListenerTest {

    @Lazy
    static class Late {
        final BlockingQueue<String> received = new LinkedBlockingQueue<>();

        @ZmqListener("in")
        void on(String text) {
            received.add(text);
        }
    }

    @Test
    void shouldStartAtOnceWhenItsBeanIsMadeAfterTheStart() {
        Starter.runner()
                .withUserConfiguration(Late.class)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    try (Outside outside = new Outside()) {
                        outside.connect(
                                        SocketType.PUSH,
                                        context.getBean(ZmqSockets.class).boundPort("in"))
                                .send(Msg.of("waiting"));
                        Late late = context.getBean(Late.class);
                        assertThat(late.received.poll(5, TimeUnit.SECONDS)).isEqualTo("waiting");
                    }
                });
    }
}
