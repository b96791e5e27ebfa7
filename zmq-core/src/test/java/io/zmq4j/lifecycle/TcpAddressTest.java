package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zmq4j.EndpointException;
import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From where, to where and from whom TCP connections are made. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class TcpAddressTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private static int portOf(String endpoint) {
        return Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1));
    }

    private static <T extends SocketEvent> T await(SocketMonitor monitor, Class<T> type) {
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!type.isInstance(event)) {
            assertThat(event)
                    .as("%s within %s", type.getSimpleName(), Waiting.SOON)
                    .isNotNull();
            event = monitor.next(Waiting.SOON);
        }
        return type.cast(event);
    }

    private void assertExchanges(ZmqSocket pull, String endpoint) {
        try (ZmqSocket push = sockets.socket(SocketType.PUSH)) {
            push.connect(endpoint);
            push.send(Msg.of("over " + endpoint));
            assertReceives(pull, "over " + endpoint);
        }
    }

    private static Stream<InetAddress> addresses() {
        try {
            return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses);
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assumeIpv6() {
        assumeThat(addresses().anyMatch(address -> address instanceof Inet6Address && address.isLoopbackAddress()))
                .as("this machine has ::1")
                .isTrue();
    }

    @Test
    void shouldBindAndConnectToIpv6() {
        assumeIpv6();
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        String endpoint = pull.bind("tcp://[::1]:*");
        assertThat(endpoint).matches("tcp://\\[0:0:0:0:0:0:0:1]:[1-9][0-9]*");
        assertExchanges(pull, endpoint);
        assertExchanges(pull, "tcp://[::1]:" + portOf(endpoint));
        pull.unbind(endpoint);
        assertThat(pull.bind(endpoint)).isEqualTo(endpoint);
        assertExchanges(pull, endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://*:*", "tcp://*:0", "tcp://[::]:*"})
    void shouldServeBothKindsOfAddressesWhenBoundEverywhere(String everywhere) {
        assumeIpv6();
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        int port = portOf(pull.bind(everywhere));
        assertExchanges(pull, "tcp://127.0.0.1:" + port);
        assertExchanges(pull, "tcp://[::1]:" + port);
    }

    @Test
    void shouldReachALinkLocalAddressByItsScope() {
        Inet6Address linkLocal = addresses()
                .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
                .map(Inet6Address.class::cast)
                .findFirst()
                .orElse(null);
        assumeThat(linkLocal).as("this machine has a link-local address").isNotNull();
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        String endpoint = pull.bind("tcp://[" + linkLocal.getHostAddress() + "]:*");
        assertThat(endpoint).contains("%");
        assertExchanges(pull, endpoint);
    }

    @Test
    void shouldNameTheOptionWhenIpv6IsOff() {
        ZmqSocket pull = sockets.socket(SocketType.PULL, options -> options.ipv6(false));
        assertThatThrownBy(() -> pull.bind("tcp://[::1]:*"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("ipv6 is off");
        assertExchanges(pull, pull.bind("tcp://127.0.0.1:*"));
    }

    @Test
    void shouldBindToAnInterface() throws IOException {
        String loopback = NetworkInterface.getByInetAddress(InetAddress.getByName("127.0.0.1"))
                .getName();
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        String endpoint = pull.bind("tcp://" + loopback + ":*");
        assertThat(endpoint).startsWith("tcp://127.0.0.1:");
        assertExchanges(pull, endpoint);
    }

    @Test
    void shouldNameTheHostWhenThereIsNoSuchInterface() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        assertThatThrownBy(() -> pull.bind("tcp://no-such-interface.invalid:*"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("'no-such-interface.invalid'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2:0", "127.0.0.2:*", "127.0.0.2"})
    void shouldComeFromTheSourceAddress(String source) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        SocketMonitor monitor = pull.monitor();
        String endpoint = "tcp://" + source + ";127.0.0.1:" + portOf(endpointOf(pull));
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(endpoint);
        push.send(Msg.of("hello"));
        assertReceives(pull, "hello");
        assertThat(await(monitor, SocketEvent.Accepted.class).peerAddress()).startsWith("tcp://127.0.0.2:");
        assertThat(push.connectedEndpoints()).containsExactly(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "*", "localhost"})
    void shouldComeFromTheSourcePort(String host) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        SocketMonitor monitor = pull.monitor();
        assertExchanges(pull, "tcp://" + host + ":" + port + ";127.0.0.1:" + portOf(endpointOf(pull)));
        assertThat(await(monitor, SocketEvent.Accepted.class).peerAddress()).isEqualTo("tcp://127.0.0.1:" + port);
    }

    @Test
    void shouldComeFromTheSourceInterfaceOverIpv6() throws IOException {
        assumeIpv6();
        String loopback =
                NetworkInterface.getByInetAddress(InetAddress.getByName("::1")).getName();
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        int port = portOf(pull.bind("tcp://[::1]:*"));
        assertExchanges(pull, "tcp://" + loopback + ";[::1]:" + port);
        assertExchanges(pull, "tcp://[::1];[::1]:" + port);
    }

    @Test
    void shouldTellWhenTheSourceIsNotOfTheKindOfTheTarget() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        SocketMonitor monitor = push.monitor();
        push.connect("tcp://127.0.0.1:0;[::1]:5555");
        assertThat(await(monitor, SocketEvent.ConnectFailed.class).reason()).contains("source");
        push.connect("tcp://192.0.2.1:0;127.0.0.1:5555");
        Waiting.until(
                "a failure of the other",
                () -> await(monitor, SocketEvent.ConnectFailed.class).reason().contains("192.0.2.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tcp://;127.0.0.1:1", "tcp://127.0.0.1:x;127.0.0.1:1", "tcp://127.0.0.1:1;", "tcp://a;b;c:1"})
    void shouldRefuseAMalformedSource(String endpoint) {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        assertThatThrownBy(() -> push.connect(endpoint))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(endpoint);
    }

    @Test
    void shouldRefuseASourceWhereItBinds() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        assertThatThrownBy(() -> pull.bind("tcp://127.0.0.1:0;127.0.0.1:0")).isInstanceOf(EndpointException.class);
    }

    /** Sends over the endpoint of its argument from a process whose hosts file is the test's. */
    static final class SendsOnce {
        public static void main(String[] arguments) {
            try (ZmqContext context = ZmqContext.create();
                    ZmqSocket push = context.socket(SocketType.PUSH)) {
                push.connect(arguments[0]);
                push.send(Msg.of("found"), Waiting.SOON);
            }
        }
    }

    @Test
    void shouldTryEveryAddressOfANameInTurn(@TempDir Path directory) throws Exception {
        // at the first of them nobody listens
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.2 several\n127.0.0.1 several\n");
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.TCP);
        Process sender = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djdk.net.hosts.file=" + hosts,
                        "-cp",
                        System.getProperty("java.class.path"),
                        SendsOnce.class.getName(),
                        "tcp://several:" + portOf(endpointOf(pull)))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        try {
            assertReceives(pull, "found");
            assertThat(sender.waitFor(Waiting.SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } finally {
            sender.destroyForcibly().waitFor();
        }
    }

    @Test
    void shouldGiveUpAConnectionThatNobodyAnswers() throws IOException {
        Duration limit = Duration.ofMillis(200);
        List<SocketChannel> fillers = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", full.getLocalPort());
            for (int i = 0; i < 4; i++) {
                SocketChannel filler = SocketChannel.open();
                fillers.add(filler);
                filler.configureBlocking(false);
                filler.connect(address);
            }
            ZmqSocket push = sockets.socket(SocketType.PUSH, options -> options.connectTimeout(limit));
            SocketMonitor monitor = push.monitor();
            long start = System.nanoTime();
            push.connect("tcp://127.0.0.1:" + full.getLocalPort());
            SocketEvent.ConnectFailed failed = await(monitor, SocketEvent.ConnectFailed.class);
            assertThat(failed.reason()).contains("200 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(limit, limit.plusSeconds(2));
            assertThat(await(monitor, SocketEvent.ConnectRetried.class).endpoint())
                    .isEqualTo(failed.endpoint());
        } finally {
            for (SocketChannel filler : fillers) {
                filler.close();
            }
        }
    }

    @Test
    void shouldAcceptOnlyPeersOfTheFilters() {
        ZmqSocket pull = sockets.bound(
                SocketType.PULL,
                Transport.TCP,
                options -> options.tcpAcceptFilters(List.of("192.0.2.0/24", "127.0.0.2/31", "::1")));
        SocketMonitor monitor = pull.monitor();
        int port = portOf(endpointOf(pull));
        ZmqSocket refused = sockets.socket(SocketType.PUSH);
        refused.connect("tcp://127.0.0.1;127.0.0.1:" + port);
        SocketEvent.AcceptFailed failed = await(monitor, SocketEvent.AcceptFailed.class);
        assertThat(failed.reason()).startsWith("tcp://127.0.0.1:").contains("127.0.0.2/31");
        assertExchanges(pull, "tcp://127.0.0.2;127.0.0.1:" + port);
        assertExchanges(pull, "tcp://127.0.0.3;127.0.0.1:" + port);
        refused.connect("tcp://127.0.0.4;127.0.0.1:" + port);
        Waiting.until(
                "the other is refused",
                () -> await(monitor, SocketEvent.AcceptFailed.class).reason().startsWith("tcp://127.0.0.4:"));
        pull.reconfigure(
                config -> config.toBuilder().tcpAcceptFilters(List.of()).build());
        refused.send(Msg.of("at last"));
        assertReceives(pull, "at last");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8", "fd00::/129", "x::/1"})
    void shouldRefuseAFilterThatIsNoRange(String filter) {
        assertThatThrownBy(() ->
                        SocketConfig.builder().tcpAcceptFilters(List.of(filter)).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tcpAcceptFilters has '" + filter + "'");
    }

    @Test
    void shouldMatchAddressesByTheirFirstBits() throws IOException {
        SocketConfig.Tcp four = SocketConfig.builder()
                .tcpAcceptFilters(List.of("10.128.0.0/9"))
                .build()
                .tcp();
        assertThat(four.accepts(InetAddress.getByName("10.128.0.1"))).isTrue();
        assertThat(four.accepts(InetAddress.getByName("10.255.255.255"))).isTrue();
        assertThat(four.accepts(InetAddress.getByName("10.127.255.255"))).isFalse();
        assertThat(four.accepts(InetAddress.getByName("::1"))).isFalse();
        SocketConfig.Tcp six = SocketConfig.builder()
                .tcpAcceptFilters(List.of("fd00::/8", "::/0"))
                .build()
                .tcp();
        assertThat(six.accepts(InetAddress.getByName("2001:db8::1"))).isTrue();
        assertThat(six.accepts(InetAddress.getByName("10.0.0.1"))).isFalse();
    }
}
