package io.zmq4j.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSocketSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InprocEndpointsTest {

    private final InprocEndpoints endpoints = new InprocEndpoints();

    @ParameterizedTest
    @CsvSource({
        "tcp://*:5556, inproc://test-5556",
        "tcp://127.0.0.1:5556, inproc://test-5556",
        "tcp://[::]:5556, inproc://test-5556",
        "tcp://eth0:5556, inproc://test-5556",
        "tcp://*:0, inproc://test-s-0",
        "tcp://127.0.0.1:*, inproc://test-s-0",
        "tls://*:5556, inproc://test-5556",
        "ws://*:5556/path, inproc://test-5556",
        "wss://*:5556/path, inproc://test-5556",
        "ipc:///tmp/s, ipc:///tmp/s",
        "inproc://s, inproc://s"
    })
    void shouldNameWhatIsBoundByItsPort(String endpoint, String expected) {
        ZmqSocketSpec spec =
                ZmqSocketSpec.builder("s", SocketType.PULL).bind(endpoint).build();
        assertThat(endpoints.customize(spec).bind()).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://localhost:5556, inproc://test-5556",
        "tcp://127.0.0.2:5556, inproc://test-5556",
        "tcp://[::1]:5556, inproc://test-5556",
        "tcp://eth0:1234;localhost:5556, inproc://test-5556",
        "tcp://md1:5556, inproc://test-md1-5556",
        "tcp://10.0.0.7:5556, inproc://test-10.0.0.7-5556",
        "ws://localhost:5556/path, inproc://test-5556",
        "ipc:///tmp/s, ipc:///tmp/s"
    })
    void shouldNameWhatIsConnectedByItsHostAndPort(String endpoint, String expected) {
        ZmqSocketSpec spec =
                ZmqSocketSpec.builder("s", SocketType.PULL).connect(endpoint).build();
        assertThat(endpoints.customize(spec).connect()).containsExactly(expected);
    }

    @Test
    void shouldKeepWhatPeersAreCalled() {
        ZmqSocketSpec spec = ZmqSocketSpec.builder("s", SocketType.ROUTER)
                .connectAs("tcp://localhost:5556", "worker")
                .build();
        assertThat(endpoints.customize(spec).routingIds()).isEqualTo(Map.of("inproc://test-5556", "worker"));
    }

    @Test
    void shouldConnectOnceWhenSeveralAddressesAreTheSame() {
        ZmqSocketSpec spec = ZmqSocketSpec.builder("s", SocketType.PULL)
                .connect("tcp://localhost:5556", "tcp://127.0.0.1:5556")
                .build();
        assertThat(endpoints.customize(spec).connect()).isEqualTo(List.of("inproc://test-5556"));
    }
}
