package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static io.zmq4j.testing.TestSockets.assertSilent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmq4j.Msg;
import io.zmq4j.Proxy;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Ledger;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
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
            Waiting.until("all are counted", () -> proxy.statistics().toFrontend() == 400);
            assertThat(proxy.statistics().toBackend()).isEqualTo(400);
            assertThat(proxy.statistics().fromFrontend()).isEqualTo(400);
            assertThat(proxy.statistics().fromBackend()).isEqualTo(400);
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
            Waiting.until("all are counted", () -> proxy.statistics().toBackend() == count);
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

    @OverTransports
    void shouldCopyBothDirectionsToTheCapture(Transport transport) {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, transport);
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, transport);
        ZmqSocket capture = sockets.bound(SocketType.PAIR, Transport.INPROC);
        ZmqSocket captured = sockets.connected(SocketType.PAIR, capture);
        TestSockets.awaitPeers(capture, 1);
        try (Proxy proxy = Proxy.start(sockets.context(), router, dealer, capture)) {
            ZmqSocket client = sockets.connected(SocketType.REQ, router, options -> options.routingId("client"));
            ZmqSocket worker = sockets.connected(SocketType.REP, dealer);
            client.send(Msg.of("question", "two"));
            assertReceives(worker, "question", "two");
            worker.send(Msg.of("answer"));
            assertReceives(client, "answer");
            assertReceives(captured, "client", "", "question", "two");
            assertReceives(captured, "client", "", "answer");
            assertSilent(captured);
            Waiting.until("both are counted", () -> proxy.statistics().toFrontend() == 1);
            // of a message [client][][...] all frames count
            assertThat(proxy.statistics()).isEqualTo(new Proxy.Statistics(1, 17, 1, 12, 1, 17, 1, 12));
        }
    }

    @OverTransports
    void shouldPassFromPeerToPeerWhenBothSidesAreOneSocket(Transport transport) {
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, transport);
        ZmqSocket one = sockets.connected(SocketType.DEALER, dealer);
        ZmqSocket other = sockets.connected(SocketType.DEALER, dealer);
        TestSockets.awaitPeers(dealer, 2);
        try (Proxy proxy = Proxy.start(sockets.context(), dealer, dealer)) {
            for (int i = 0; i < 10; i++) {
                one.send(Msg.of("m" + i));
            }
            int received = 0;
            while (received < 10) {
                received += one.receive(Waiting.MOMENT.dividedBy(10)) == null ? 0 : 1;
                received += other.receive(Waiting.MOMENT.dividedBy(10)) == null ? 0 : 1;
            }
            Waiting.until("all are counted", () -> proxy.statistics().toBackend() == 10);
            assertThat(proxy.statistics().fromFrontend()).isEqualTo(10);
            assertThat(proxy.statistics().fromBackend()).isZero();
        }
    }

    @OverTransports
    void shouldLoseNothingWhenTheBackendIsFullForLong(Transport transport) {
        int count = 300;
        Ledger ledger = new Ledger();
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.receiveHwm(2));
        ZmqSocket push = sockets.bound(SocketType.PUSH, transport, options -> options.sendHwm(2));
        ZmqSocket source = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(2));
        ZmqSocket sink = sockets.connected(SocketType.PULL, push, options -> options.receiveHwm(2));
        Crew crew = new Crew();
        try (Proxy proxy = Proxy.start(sockets.context(), pull, push)) {
            Thread sender = crew.once("source", () -> {
                for (int i = 0; i < count; i++) {
                    source.send(Msg.of(ledger.next(1, 2, 100_000)));
                }
            });
            Waiting.until("the sender waits", () -> {
                long before = ledger.attempted();
                Waiting.staysTrue("nothing moves or much does", () -> true);
                return ledger.attempted() == before || !sender.isAlive();
            });
            assertThat(ledger.attempted()).as("sent while nobody receives").isLessThan(count);
            for (int i = 0; i < count; i++) {
                ledger.received(0, sink.receive().frames());
            }
            assertThat(proxy.isRunning()).isTrue();
        }
        crew.assertDone();
        ledger.assertComplete();
    }

    @OverTransports
    void shouldServeTheOtherWayWhenOneIsFlooded(Transport transport) {
        ZmqSocket left = sockets.bound(SocketType.DEALER, transport);
        ZmqSocket right = sockets.bound(SocketType.DEALER, transport);
        try (Proxy proxy = Proxy.start(sockets.context(), left, right)) {
            ZmqSocket flooding = sockets.connected(SocketType.DEALER, left);
            ZmqSocket answering = sockets.connected(SocketType.DEALER, right);
            Crew crew = new Crew();
            crew.repeat("flood", () -> flooding.send(Msg.of("flood")));
            crew.repeat("drain", answering::receive);
            for (int i = 0; i < 20; i++) {
                answering.send(Msg.of("answer " + i));
                assertReceives(flooding, "answer " + i);
            }
            assertThat(proxy.isRunning()).isTrue();
            sockets.close();
            crew.assertDone();
        }
    }

    @OverTransports
    void shouldGoOnWhenAPeerHasGoneBeforeItsReply(Transport transport) {
        ZmqSocket router = sockets.bound(SocketType.ROUTER, transport, options -> options.routerMandatory(true));
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, transport);
        try (Proxy proxy = Proxy.start(sockets.context(), router, dealer)) {
            ZmqSocket worker = sockets.connected(SocketType.DEALER, dealer);
            worker.send(Msg.of("nobody", "", "a late answer"));
            ZmqSocket client = sockets.connected(SocketType.REQ, router);
            client.send(Msg.of("question"));
            worker.send(worker.receive());
            assertReceives(client, "question");
            Waiting.until("both are counted", () -> proxy.statistics().toFrontend() == 1);
            assertThat(proxy.statistics().fromBackend()).isEqualTo(2);
        }
    }

    @Test
    void shouldEndWhenOneOfItsSocketsIsClosedEvenWhilePaused() {
        for (boolean paused : new boolean[] {false, true}) {
            for (int closed = 0; closed < 3; closed++) {
                List<ZmqSocket> all = List.of(
                        sockets.bound(SocketType.PULL, Transport.INPROC),
                        sockets.bound(SocketType.PUSH, Transport.INPROC),
                        sockets.bound(SocketType.PUB, Transport.INPROC));
                try (Proxy proxy = Proxy.start(sockets.context(), all.get(0), all.get(1), all.get(2))) {
                    if (paused) {
                        proxy.pause();
                    }
                    Waiting.staysTrue("it runs", proxy::isRunning);
                    all.get(closed).close();
                    Waiting.until("it ends", () -> !proxy.isRunning());
                    proxy.pause();
                    proxy.resume();
                }
                assertThat(all.stream().filter(ZmqSocket::isClosed)).hasSize(1);
            }
        }
    }

    @Test
    void shouldEndWhenTheContextIsClosed() {
        ZmqContext context = ZmqContext.create();
        Proxy proxy = Proxy.start(context, context.socket(SocketType.XSUB), context.socket(SocketType.XPUB));
        assertThat(proxy.isRunning()).isTrue();
        context.close();
        Waiting.until("it ends", () -> !proxy.isRunning());
        proxy.close();
    }

    @Test
    void shouldRefuseSocketsThatDoNotFit() {
        ZmqContext context = sockets.context();
        ZmqSocket pull = sockets.socket(SocketType.PULL);
        ZmqSocket push = sockets.socket(SocketType.PUSH);
        int before = context.openSockets();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxy.start(context, pull, sockets.socket(SocketType.SUB)))
                .withMessage("nothing can pass between a frontend of type PULL and a backend of type SUB");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxy.start(context, sockets.socket(SocketType.REP), push))
                .withMessageContaining("allowed: ROUTER and DEALER in the place of REP and REQ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxy.start(context, pull, push, sockets.socket(SocketType.PULL)))
                .withMessageStartingWith("the capture is of type PULL, allowed: another socket of the types [");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxy.start(context, pull, push, push))
                .withMessageStartingWith("the capture is the frontend or the backend, allowed: another socket");
        assertThat(context.openSockets())
                .as("with the three that were made here")
                .isEqualTo(before + 3);
    }
}
