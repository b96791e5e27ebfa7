package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedPeersTest {

    @Test
    void shouldReachEachPeerByTheNameItWasGiven() {
        try (Outside outside = new Outside()) {
            ZmqSocket one = outside.bind(SocketType.DEALER);
            ZmqSocket two = outside.bind(SocketType.DEALER);
            Starter.runner()
                    .withPropertyValues(
                            "zmq.sockets.workers.type=router",
                            "zmq.sockets.workers.connect-as[0].endpoint=tcp://127.0.0.1:" + Outside.port(one),
                            "zmq.sockets.workers.connect-as[0].routing-id=worker_1",
                            "zmq.sockets.workers.connect-as[1].endpoint=tcp://127.0.0.1:" + Outside.port(two),
                            "zmq.sockets.workers.connect-as[1].routing-id=worker_2")
                    .run(context -> {
                        ZmqSocket workers = context.getBean(ZmqSockets.class).get("workers");
                        workers.send(Msg.of("worker_2", "to two"));
                        workers.send(Msg.of("worker_1", "to one"));
                        assertThat(one.receive().string(0)).isEqualTo("to one");
                        assertThat(two.receive().string(0)).isEqualTo("to two");
                        one.send(Msg.of("back"));
                        assertThat(workers.receive().string(0)).isEqualTo("worker_1");
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            type=dealer connect-as[0].endpoint=tcp://a:1 connect-as[0].routing-id=x | connect-as | only on [router, stream]
            type=router connect-as[0].endpoint=tcp://a:1 | connect-as[0].routing-id | it is missing
            type=router connect-as[0].routing-id=x | connect-as[0].endpoint | it is missing
            type=router connect-as[0].endpoint=tcp://a connect-as[0].routing-id=x | connect-as[0].endpoint | is no TCP address
            type=router connect=tcp://a:1 connect-as[0].endpoint=tcp://a:1 connect-as[0].routing-id=x | connect-as[0].endpoint | twice
            type=router connect-as[0].endpoint=tcp://a:1 connect-as[0].routing-id=x connect-as[1].endpoint=tcp://b:1 connect-as[1].routing-id=x | connect-as[1].routing-id | two peers are called so
            """)
    void shouldNamePropertyAndReasonWhenItIsInvalid(String options, String key, String reason) {
        String[] properties = Arrays.stream(options.strip().split(" +"))
                .map(option -> "zmq.sockets.s." + option)
                .toArray(String[]::new);
        Starter.runner().withPropertyValues(properties).run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining("zmq.sockets.s." + key)
                .hasStackTraceContaining(reason));
    }
}
