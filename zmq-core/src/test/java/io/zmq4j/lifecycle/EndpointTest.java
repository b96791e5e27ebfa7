package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.ContextConfig;
import io.zmq4j.EndpointException;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.Scale;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith({LeakGate.class, NoSurprises.class})
class EndpointTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    void shouldBindTheSameEndpointAgainWhenItWasUnbound(Transport transport) {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        String endpoint = pull.bind(transport.endpoint());
        for (int i = 0; i < Scale.of("binds", 200); i++) {
            pull.unbind(endpoint);
            assertThat(pull.boundEndpoints()).isEmpty();
            assertThat(pull.bind(endpoint)).isEqualTo(endpoint);
            if (i % 20 == 0) {
                try (ZmqSocket push = sockets.connected(SocketType.PUSH, pull)) {
                    push.send(Msg.of("round " + i));
                    assertReceives(pull, "round " + i);
                }
            }
        }
    }

    @OverTransports
    void shouldBindTheSameEndpointAgainWhenItsSocketWasClosed(Transport transport) {
        String endpoint = transport.endpoint();
        for (int i = 0; i < 50; i++) {
            try (ZmqSocket pull = sockets.socket(SocketType.PULL)) {
                endpoint = pull.bind(endpoint);
            }
        }
        assertThat(endpoint).doesNotContain("*");
    }

    @OverTransports
    void shouldRefuseToBindWhenTheEndpointIsTaken(Transport transport) {
        ZmqSocket first = sockets.bound(SocketType.PULL, transport);
        ZmqSocket second = sockets.socket(SocketType.PULL);
        String endpoint = endpointOf(first);
        assertThatThrownBy(() -> second.bind(endpoint))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(endpoint);
        first.unbind(endpoint);
        assertThat(second.bind(endpoint)).isEqualTo(endpoint);
    }

    @OverTransports
    void shouldEndConnectionsWhenTheEndpointIsUnbound(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        push.send(Msg.of("one"));
        assertReceives(pull, "one");
        pull.unbind(endpointOf(pull));
        TestSockets.awaitPeers(push, 0);
    }

    @OverTransports
    void shouldDeliverNoMoreWhenTheConnectionIsEnded(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        push.send(Msg.of("one"));
        assertReceives(pull, "one");
        push.disconnect(endpointOf(pull));
        assertThat(push.connectedEndpoints()).isEmpty();
        assertThat(push.trySend(Msg.of("two"))).isFalse();
        push.connect(endpointOf(pull));
        push.send(Msg.of("three"));
        assertReceives(pull, "three");
    }

    @OverTransports
    void shouldNameTheEndpointWhenThereIsNothingToEnd(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        assertThatThrownBy(() -> pull.unbind("tcp://127.0.0.1:1")).isInstanceOf(EndpointException.class);
        assertThatThrownBy(() -> pull.disconnect(endpointOf(pull)))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(endpointOf(pull));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tcp",
                "tcp:/127.0.0.1:1",
                "tcp://",
                "tcp://127.0.0.1",
                "tcp://127.0.0.1:",
                "tcp://127.0.0.1:65536",
                "tcp://127.0.0.1:-1",
                "tcp://127.0.0.1:port",
                "ws://",
                "ws://127.0.0.1",
                "ws://127.0.0.1/path",
                "ws://127.0.0.1:65536/path",
                "ws://127.0.0.1:1/a path",
                "ws://127.0.0.1:1/path#part",
                "inproc://",
                "bogus://127.0.0.1:5555",
                "127.0.0.1:5555"
            })
    void shouldNameTheEndpointWhenItIsMalformed(String endpoint) {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        assertThatThrownBy(() -> pull.bind(endpoint))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(endpoint);
        assertThatThrownBy(() -> pull.connect(endpoint))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(endpoint);
    }

    @Test
    void shouldRefuseToBindWhenTheAddressIsNotLocal() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        assertThatThrownBy(() -> pull.bind("tcp://192.0.2.1:5555"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://127.0.0.1:*", "tcp://127.0.0.1:0", "tcp://localhost:*", "tcp://*:*"})
    void shouldResolveThePortWhenTheSystemChoosesIt(String wildcard) {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        String endpoint = pull.bind(wildcard);
        assertThat(endpoint).matches("tcp://.+:[1-9][0-9]*");
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect("tcp://127.0.0.1" + endpoint.substring(endpoint.lastIndexOf(':')));
        push.send(Msg.of("hello"));
        assertReceives(pull, "hello");
    }

    @Test
    void shouldServeBothWhenASocketBindsAndConnects() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        pull.bind(Transport.INPROC.endpoint());
        ZmqSocket push = sockets.bound(SocketType.PUSH, Transport.TCP);
        pull.connect(endpointOf(push));
        push.send(Msg.of("over the connection"));
        assertReceives(pull, "over the connection");
        for (String endpoint : pull.boundEndpoints()) {
            ZmqSocket other = sockets.socket(SocketType.PUSH);
            other.connect(endpoint);
            other.send(Msg.of("over " + endpoint));
            assertReceives(pull, "over " + endpoint);
        }
    }

    @Test
    void shouldRefuseASocketWhenTooManyAreOpen() {
        try (TestSockets few =
                new TestSockets(ContextConfig.builder().maxSockets(2).build())) {
            few.socket(SocketType.PULL);
            ZmqSocket second = few.socket(SocketType.PULL);
            assertThatThrownBy(() -> few.socket(SocketType.PULL))
                    .isInstanceOf(ZmqException.class)
                    .hasMessageContaining("2");
            second.close();
            Waiting.until("it is closed", () -> few.context().openSockets() == 1);
            assertThat(few.socket(SocketType.PULL).receive(Duration.ZERO)).isNull();
        }
    }
}
