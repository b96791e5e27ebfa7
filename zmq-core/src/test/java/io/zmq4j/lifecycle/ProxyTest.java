package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.Proxy;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Ledger;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LeakGate.class, NoSurprises.class})
class ProxyTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    @OverTransports
    void shouldServeClientsByWorkersWhenItIsAQueue(Transport transport) {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, transport);
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, transport);
        Crew workers = new Crew();
        for (int i = 0; i < 2; i++) {
            ZmqSocket rep = sockets.connected(SocketType.REP, dealer);
            workers.repeat("worker" + i, () -> {
                Msg request = rep.receive(Waiting.SOON.multipliedBy(5));
                rep.send(Msg.of("re: " + request.string(0)));
            });
        }
        Crew clients = new Crew();
        try (Proxy proxy = Proxy.start(sockets.context(), router, dealer)) {
            for (int i = 0; i < 4; i++) {
                ZmqSocket req = sockets.connected(SocketType.REQ, router);
                String name = "client" + i;
                clients.once(name, () -> {
                    for (int j = 0; j < 100; j++) {
                        req.send(Msg.of(name + "-" + j));
                        assertReceives(req, "re: " + name + "-" + j);
                    }
                });
            }
            clients.assertDone();
            assertThat(proxy.statistics().toBackend()).isEqualTo(400);
            assertThat(proxy.statistics().toFrontend()).isEqualTo(400);
            assertThat(proxy.isRunning()).isTrue();
        }
        sockets.close();
        workers.assertDone();
    }

    @OverTransports
    void shouldForwardSubscriptionsAndMessagesWhenItIsAForwarder(Transport transport) {
        ZmqSocket xsub = sockets.bound(SocketType.XSUB, transport);
        ZmqSocket xpub = sockets.bound(SocketType.XPUB, transport);
        try (Proxy proxy = Proxy.start(sockets.context(), xsub, xpub)) {
            ZmqSocket publisher = sockets.connected(SocketType.XPUB, xsub);
            ZmqSocket subscriber = sockets.connected(SocketType.SUB, xpub);
            subscriber.subscribe("A");
            assertReceives(publisher, "\u0001A");
            publisher.send(Msg.of("B no"));
            publisher.send(Msg.of("A yes", "more"));
            assertReceives(subscriber, "A yes", "more");
            subscriber.unsubscribe("A");
            assertReceives(publisher, "\u0000A");
            assertThat(proxy.isRunning()).isTrue();
        }
    }

    @OverTransports
    void shouldLoseNothingWhenItIsAStreamer(Transport transport) {
        int count = 5_000;
        Ledger ledger = new Ledger();
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.bound(SocketType.PUSH, transport);
        ZmqSocket source = sockets.connected(SocketType.PUSH, pull);
        ZmqSocket sink = sockets.connected(SocketType.PULL, push);
        Crew crew = new Crew();
        try (Proxy proxy = Proxy.start(sockets.context(), pull, push)) {
            crew.once("source", () -> {
                for (int i = 0; i < count; i++) {
                    source.send(Msg.of(ledger.next(1, 1 + i % 3, 100)));
                }
            });
            for (int i = 0; i < count; i++) {
                ledger.received(0, sink.receive().frames());
            }
            assertThat(proxy.statistics().toBackend()).isEqualTo(count);
            assertThat(proxy.statistics().toBackendBytes()).isPositive();
        }
        crew.assertDone();
        ledger.assertComplete();
    }

    @OverTransports
    void shouldHoldMessagesWhenItIsPausedAndCopyThemToTheCapture(Transport transport) {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.bound(SocketType.PUSH, transport);
        ZmqSocket capture = sockets.bound(SocketType.PUSH, Transport.INPROC);
        ZmqSocket source = sockets.connected(SocketType.PUSH, pull);
        ZmqSocket sink = sockets.connected(SocketType.PULL, push);
        ZmqSocket captured = sockets.connected(SocketType.PULL, capture);
        try (Proxy proxy = Proxy.start(sockets.context(), pull, push, capture)) {
            source.send(Msg.of("one"));
            assertReceives(sink, "one");
            assertReceives(captured, "one");
            proxy.pause();
            // what was under way when it paused may still come
            int sent = 0;
            int received = 0;
            while (sent == received && sent < 100) {
                source.send(Msg.of("m" + sent++));
                received += sink.receive(Waiting.MOMENT) == null ? 0 : 1;
            }
            assertThat(sent).as("a message that was held").isEqualTo(received + 1);
            assertSilent(sink);
            proxy.resume();
            assertReceives(sink, "m" + received);
        }
    }
}
