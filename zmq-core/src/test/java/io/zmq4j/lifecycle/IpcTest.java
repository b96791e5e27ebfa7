package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.endpointOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.EndpointException;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Principal;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a Unix domain socket: who makes it, who may take its place, and when it goes. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class IpcTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @TempDir
    private Path directory;

    private Path path() {
        return directory.resolve("socket");
    }

    private String endpoint() {
        return "ipc://" + path();
    }

    private void assertExchanges(ZmqSocket pull, String endpoint) {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(endpoint);
        push.send(Msg.of("over " + endpoint));
        assertReceives(pull, "over " + endpoint);
    }

    @Test
    void shouldDeleteTheFileWhenTheBindingEnds() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        assertThat(pull.bind(endpoint())).isEqualTo(endpoint());
        assertThat(path()).exists();
        assertExchanges(pull, endpoint());
        pull.unbind(endpoint());
        assertThat(path()).doesNotExist();
        pull.bind(endpoint());
        assertThat(path()).exists();
        pull.close();
        assertThat(path()).doesNotExist();
    }

    @Test
    void shouldMakeAPathThatOnlyThisUserCanReachWhenItIsAWildcard() throws IOException {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        String endpoint = pull.bind("ipc://*");
        Path path = Path.of(endpoint.substring("ipc://".length()));
        assertThat(path).exists();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.getParent())))
                .isEqualTo("rwx------");
        assertThat(pull.bind("ipc://*")).isNotEqualTo(endpoint);
        assertExchanges(pull, endpoint);
        pull.unbind(endpoint);
        assertThat(path.getParent()).doesNotExist();
        pull.unbind("ipc://*");
        assertThat(pull.boundEndpoints()).isEmpty();
    }

    @Test
    void shouldBindAndConnectToARelativePath() {
        Path relative = Path.of("").toAbsolutePath().relativize(path());
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        assertThat(pull.bind("ipc://" + relative)).isEqualTo("ipc://" + relative);
        assertThat(path()).exists();
        assertExchanges(pull, "ipc://" + relative);
        assertExchanges(pull, endpoint());
        pull.close();
        assertThat(path()).doesNotExist();
    }

    @Test
    void shouldReplaceTheFileOfAListenerThatHasDied() throws IOException {
        try (ServerSocketChannel dying = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dying.bind(UnixDomainSocketAddress.of(path()));
        }
        assertThat(path()).exists();
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        pull.bind(endpoint());
        assertExchanges(pull, endpoint());
    }

    @Test
    void shouldRefuseToBindWhenSomebodyListensThere() {
        ZmqSocket first = sockets.socket(SocketType.PULL);
        first.bind(endpoint());
        ZmqSocket second = sockets.socket(SocketType.PULL);
        assertThatThrownBy(() -> second.bind(endpoint()))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(endpoint())
                .hasMessageContaining("in use");
        assertExchanges(first, endpoint());
    }

    @Test
    void shouldRefuseToBindWhenSomebodyListensThereWithoutAccepting() throws IOException {
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(UnixDomainSocketAddress.of(path()), 1);
            ZmqSocket pull = sockets.socket(SocketType.PULL);
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> pull.bind(endpoint()))
                        .isInstanceOf(EndpointException.class)
                        .hasMessageContaining("in use");
            }
            assertThat(path()).exists();
        }
    }

    @Test
    void shouldLeaveAFileAloneThatIsNoSocket() throws IOException {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        Files.writeString(path(), "precious");
        assertThatThrownBy(() -> pull.bind(endpoint()))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("no socket");
        assertThat(path()).hasContent("precious");
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        assertThatThrownBy(() -> pull.bind("ipc://" + link))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("no socket");
        assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThatThrownBy(() -> pull.bind("ipc://" + directory))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("no socket");
        assertThat(pull.boundEndpoints()).isEmpty();
    }

    @Test
    void shouldLeaveTheFileAloneThatHasTakenItsPlace() throws IOException {
        ZmqSocket first = sockets.socket(SocketType.PULL);
        first.bind(endpoint());
        Files.move(path(), directory.resolve("elsewhere"));
        ZmqSocket second = sockets.socket(SocketType.PULL);
        second.bind(endpoint());
        first.close();
        assertThat(path()).exists();
        assertExchanges(second, endpoint());
    }

    @Test
    void shouldNameTheReasonWhenTheDirectoryIsMissing() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        assertThatThrownBy(() -> pull.bind("ipc://" + directory + "/missing/socket"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("No such file");
    }

    @Test
    void shouldTakeTheLongestPathAndRefuseALongerOne() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        String longest = endpoint() + "x".repeat(106 - path().toString().length());
        assertExchanges(pull, pull.bind(longest));
        assertThatThrownBy(() -> pull.bind(longest + "x"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("107 bytes")
                .hasMessageContaining("allowed: 1 to 106");
        assertThatThrownBy(() -> pull.connect(longest + "x")).isInstanceOf(EndpointException.class);
    }

    @Test
    void shouldRefuseAbstractNamesAsTheJdkHasNone() {
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        assertThatThrownBy(() -> pull.bind("ipc://@name"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("abstract");
        assertThatThrownBy(() -> pull.connect("ipc://@name"))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("abstract");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipc://", "ipc:///", "ipc://a\0b", "ipc://*"})
    void shouldRefuseToConnectToWhatIsNoPath(String endpoint) {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        assertThatThrownBy(() -> push.connect(endpoint)).isInstanceOf(EndpointException.class);
    }

    @Test
    void shouldConnectLaterWhenNobodyListensYet() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        SocketMonitor monitor = push.monitor();
        push.connect(endpoint());
        push.send(Msg.of("early"));
        assertThat(monitor.next(Waiting.SOON)).isInstanceOf(SocketEvent.ConnectFailed.class);
        assertThat(monitor.next(Waiting.SOON)).isInstanceOf(SocketEvent.ConnectRetried.class);
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        pull.bind(endpoint());
        assertReceives(pull, "early");
    }

    @Test
    void shouldConnectAgainWhenTheListenerComesBack() {
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        push.connect(endpoint());
        for (int i = 0; i < 5; i++) {
            try (ZmqSocket pull = sockets.socket(SocketType.PULL)) {
                pull.bind(endpoint());
                push.send(Msg.of("round " + i));
                assertReceives(pull, "round " + i);
            }
            TestSockets.awaitPeers(push, 0);
        }
    }

    @Test
    void shouldSayWhereThePeerIs() {
        ZmqSocket pull = sockets.bound(SocketType.PULL, Transport.IPC);
        SocketMonitor monitor = pull.monitor();
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        push.send(Msg.of("hello"));
        Msg msg = pull.receive();
        String path = endpointOf(pull).substring("ipc://".length());
        assertThat(msg.metadata().get(Metadata.PEER_ADDRESS)).isEqualTo(path);
        SocketEvent event = monitor.next(Waiting.SOON);
        while (!(event instanceof SocketEvent.Accepted)) {
            event = monitor.next(Waiting.SOON);
            assertThat(event).isNotNull();
        }
        assertThat(((SocketEvent.Accepted) event).peerAddress()).isEqualTo(endpointOf(pull));
    }

    /** The user or group as which this process runs, as the system names it. */
    private String own(Function<PosixFileAttributes, Principal> which) throws IOException {
        Path file = Files.createFile(directory.resolve("mine"));
        return which.apply(Files.readAttributes(file, PosixFileAttributes.class))
                .getName();
    }

    private static SocketEvent.AcceptFailed awaitRefusal(SocketMonitor monitor) {
        return (SocketEvent.AcceptFailed) Objects.requireNonNull(monitor.next(Waiting.SOON), "no refusal");
    }

    @Test
    void shouldAcceptOnlyPeersOfTheUsers() throws IOException {
        String user = own(PosixFileAttributes::owner);
        ZmqSocket pull = sockets.bound(
                SocketType.PULL, Transport.IPC, options -> options.ipcAcceptUsers(Set.of(user, "somebody-else")));
        assertExchanges(pull, endpointOf(pull));

        pull.reconfigure(config ->
                config.toBuilder().ipcAcceptUsers(Set.of("somebody-else")).build());
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.AcceptFailed.class));
        ZmqSocket refused = sockets.connected(SocketType.PUSH, pull);
        refused.send(Msg.of("at last"));
        SocketEvent.AcceptFailed failed = awaitRefusal(monitor);
        assertThat(failed.endpoint()).isEqualTo(endpointOf(pull));
        assertThat(failed.reason()).startsWith("user " + user + " of group ").contains("[somebody-else]");
        assertThat(pull.stats().lastError()).contains("somebody-else");
        assertThat(pull.tryReceive()).isNull();

        pull.reconfigure(
                config -> config.toBuilder().ipcAcceptUsers(Set.of(user)).build());
        assertReceives(pull, "at last");
    }

    @Test
    void shouldAcceptAPeerThatIsOfTheGroupsThoughNotOfTheUsers() throws IOException {
        String group = own(PosixFileAttributes::group);
        ZmqSocket pull =
                sockets.bound(SocketType.PULL, Transport.IPC, options -> options.ipcAcceptUsers(Set.of("somebody-else"))
                        .ipcAcceptGroups(Set.of(group)));
        assertExchanges(pull, endpointOf(pull));

        pull.reconfigure(config -> config.toBuilder()
                .ipcAcceptUsers(Set.of())
                .ipcAcceptGroups(Set.of("some-others"))
                .build());
        SocketMonitor monitor = pull.monitor(Set.of(SocketEvent.AcceptFailed.class));
        sockets.connected(SocketType.PUSH, pull);
        assertThat(awaitRefusal(monitor).reason())
                .contains(" of group " + group)
                .contains("[some-others]");
    }

    @Test
    void shouldCarryLargeMessagesBothWays() {
        ZmqSocket rep = sockets.bound(SocketType.REP, Transport.IPC, options -> options.sendBuffer(1 << 20)
                .receiveBuffer(1 << 20));
        ZmqSocket req = sockets.connected(SocketType.REQ, rep);
        byte[] large = new byte[5_000_000];
        large[large.length - 1] = 7;
        req.send(Msg.of(large));
        rep.send(rep.receive());
        assertThat(req.receive().bytes(0)).isEqualTo(large);
    }
}
