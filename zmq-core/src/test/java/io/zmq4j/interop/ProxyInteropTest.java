package io.zmq4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Proxy;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LibZmqSocket;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A proxy of this library stands between sockets of libzmq. */
class ProxyInteropTest extends LibZmqScenarios {

    private ZmqSocket bound(SocketType type, Transport transport) {
        ZmqSocket socket = ours(type);
        socket.bind(transport.endpoint());
        return socket;
    }

    private LibZmqSocket connected(SocketType type, ZmqSocket to) {
        LibZmqSocket socket = theirs(type);
        socket.connect(TestSockets.endpointOf(to));
        return socket;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"TCP", "IPC"})
    void shouldPassRequestsAndReplies(Transport transport) {
        ZmqSocket router = bound(SocketType.ROUTER, transport);
        ZmqSocket dealer = bound(SocketType.DEALER, transport);
        try (Proxy proxy = Proxy.start(ourContext(), router, dealer)) {
            LibZmqSocket rep = connected(SocketType.REP, dealer);
            for (int i = 0; i < 5; i++) {
                LibZmqSocket req = connected(SocketType.REQ, router);
                send(req, "question", "" + i);
                assertReceives(rep, "question", "" + i);
                send(rep, "answer", "" + i);
                assertReceives(req, "answer", "" + i);
            }
            assertThat(proxy.isRunning()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"TCP", "IPC"})
    void shouldPassSubscriptionsAndWhatIsPublished(Transport transport) {
        ZmqSocket xsub = bound(SocketType.XSUB, transport);
        ZmqSocket xpub = bound(SocketType.XPUB, transport);
        try (Proxy proxy = Proxy.start(ourContext(), xsub, xpub)) {
            LibZmqSocket publisher = connected(SocketType.XPUB, xsub);
            LibZmqSocket subscriber = connected(SocketType.SUB, xpub);
            subscriber.subscribe(bytes("A"));
            assertReceives(publisher, "\u0001A");
            send(publisher, "B", "is not wanted");
            send(publisher, "A", "is");
            assertReceives(subscriber, "A", "is");
            subscriber.unsubscribe(bytes("A"));
            assertReceives(publisher, "\u0000A");
            assertThat(proxy.isRunning()).isTrue();
        }
    }
}
