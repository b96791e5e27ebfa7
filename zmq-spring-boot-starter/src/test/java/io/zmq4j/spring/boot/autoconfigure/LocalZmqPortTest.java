package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Starter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

/** The ports of sockets that are bound to a free one. */
class LocalZmqPortTest {

    static class First {
        @LocalZmqPort("s")
        int port;
    }

    static class Both {
        @LocalZmqPort("s")
        int first;

        @LocalZmqPort(value = "s", index = 1)
        Integer second;
    }

    static class OfAnotherType {
        @LocalZmqPort("s")
        String port;
    }

    static class BeyondTheLast {
        @LocalZmqPort(value = "s", index = 2)
        int port;
    }

    @ParameterizedTest
    @CsvSource({
        "pull, tcp://127.0.0.1:0",
        "pull, tcp://[::1]:0",
        "pull, ws://127.0.0.1:0/path",
        "pull, tls://127.0.0.1:0",
        "pull, wss://127.0.0.1:0",
        "dish, udp://127.0.0.1:0"
    })
    void shouldBePublishedWhateverTheTransport(String type, String endpoint) {
        Starter.runner()
                .withBean(SslBundles.class, () -> new DefaultSslBundleRegistry("b", FixedBundle.create()))
                .withPropertyValues("zmq.sockets.s.type=" + type, "zmq.sockets.s.bind=" + endpoint)
                .withPropertyValues(
                        endpoint.contains("tls") || endpoint.contains("wss")
                                ? new String[] {"zmq.sockets.s.tls.bundle=b"}
                                : new String[0])
                .withUserConfiguration(First.class)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    int port = context.getBean(First.class).port;
                    assertThat(port).isPositive();
                    assertThat(context.getEnvironment().getProperty("local.zmq.s.port", Integer.class))
                            .isEqualTo(port);
                    assertThat(context.getBean(ZmqSockets.class).get("s").boundEndpoints())
                            .singleElement()
                            .asString()
                            .contains(":" + port);
                });
    }

    @Test
    void shouldAllBePublishedWhenThereAreSeveral() {
        Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.s.type=pull",
                        "zmq.sockets.s.bind=tcp://127.0.0.1:0,inproc://between,ws://127.0.0.1:0")
                .withUserConfiguration(Both.class)
                .run(context -> {
                    Both both = context.getBean(Both.class);
                    assertThat(both.first).isNotEqualTo(both.second);
                    assertThat(context.getBean(ZmqSockets.class).boundPorts("s"))
                            .isEqualTo(List.of(both.first, both.second));
                    assertThat(context.getEnvironment().getProperty("local.zmq.s.port", Integer.class))
                            .isEqualTo(both.first);
                    assertThat(context.getEnvironment().getProperty("local.zmq.s.ports", Integer[].class))
                            .containsExactly(both.first, both.second);
                });
    }

    @Test
    void shouldNotBeThereWhenSocketHasNone() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.s.type=pull", "zmq.sockets.s.bind=inproc://s")
                .run(context -> {
                    assertThat(context.getEnvironment().getProperty("local.zmq.s.port"))
                            .isNull();
                    assertThat(context.getEnvironment().getProperty("local.zmq.s.ports"))
                            .isNull();
                    assertThat(context.getEnvironment().getProperty("local.zmq.other.port"))
                            .isNull();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "io.zmq4j.spring.boot.autoconfigure.LocalZmqPortTest$OfAnotherType, 'is of another type, allowed: int'",
        "io.zmq4j.spring.boot.autoconfigure.LocalZmqPortTest$BeyondTheLast, 'has index 2, but socket ''s'' has ports ['"
    })
    void shouldNameTheFieldWhenItCannotBeSet(Class<?> bean, String reason) {
        Starter.runner()
                .withPropertyValues("zmq.sockets.s.type=pull", "zmq.sockets.s.bind=tcp://127.0.0.1:0")
                .withUserConfiguration(bean)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(reason));
    }
}
