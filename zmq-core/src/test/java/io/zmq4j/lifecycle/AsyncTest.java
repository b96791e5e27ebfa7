package io.zmq4j.lifecycle;

import static io.zmq4j.testing.TestSockets.assertReceives;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.ContextClosedException;
import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.WrongStateException;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqLoop;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.LeakGate;
import io.zmq4j.testing.Ledger;
import io.zmq4j.testing.NoSurprises;
import io.zmq4j.testing.OverTransports;
import io.zmq4j.testing.TestSockets;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The asynchronous calls of a loop. */
@ExtendWith({LeakGate.class, NoSurprises.class})
class AsyncTest {

    @AutoClose
    private final TestSockets sockets = new TestSockets();

    private final ZmqLoop loop = sockets.context().loop("zmq-test-loop");

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Waiting.SOON.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void assertFails(CompletableFuture<?> future, Class<? extends Throwable> cause) {
        assertThatThrownBy(() -> get(future)).hasCauseInstanceOf(cause);
    }

    @OverTransports
    void shouldCompleteOnTheLoopInTheOrderOfTheCalls(Transport transport) throws Exception {
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        List<String> seen = new ArrayList<>();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(loop.receiveAsync(pull).thenAccept(msg -> {
                assertThat(loop.isCurrent()).isTrue();
                seen.add(msg.string(0));
            }));
        }
        Waiting.staysTrue("none is complete", () -> all.stream().noneMatch(CompletableFuture::isDone));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            loop.sendAsync(push, Msg.of("m" + i));
            expected.add("m" + i);
        }
        get(CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])));
        assertThat(seen).isEqualTo(expected);
    }

    @OverTransports
    void shouldNotGrowTheStackWhenEachReceiveAsksForTheNext(Transport transport) throws Exception {
        int count = 20_000;
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        Crew crew = new Crew();
        crew.once("sender", () -> {
            for (int i = 0; i < count; i++) {
                push.send(Msg.of("m"));
            }
        });
        CompletableFuture<Integer> done = new CompletableFuture<>();
        receiveAll(pull, new AtomicInteger(), count, done);
        assertThat(get(done)).isEqualTo(count);
        crew.assertDone();
    }

    private void receiveAll(ZmqSocket pull, AtomicInteger received, int count, CompletableFuture<Integer> done) {
        loop.receiveAsync(pull).whenComplete((msg, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
            } else if (received.incrementAndGet() == count) {
                done.complete(count);
            } else {
                receiveAll(pull, received, count, done);
            }
        });
    }

    @OverTransports
    void shouldWaitForRoomWhenThePeerIsFull(Transport transport) throws Exception {
        int count = 200;
        Ledger ledger = new Ledger();
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport, options -> options.receiveHwm(2));
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull, options -> options.sendHwm(2));
        List<CompletableFuture<?>> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(loop.sendAsync(push, Msg.of(ledger.next(1, 2, 50_000))));
        }
        CompletableFuture<Void> writable = loop.whenWritable(push);
        Waiting.staysTrue("the last ones wait", () -> !sends.get(count - 1).isDone() && !writable.isDone());
        for (int i = 0; i < count; i++) {
            ledger.received(0, pull.receive().frames());
        }
        get(writable);
        assertThat(sends).allMatch(CompletableFuture::isDone);
        ledger.assertComplete();
    }

    @OverTransports
    void shouldBeWritableWhenThereIsAPeer(Transport transport) throws Exception {
        ZmqSocket push = sockets.bound(SocketType.PUSH, transport);
        CompletableFuture<Void> writable = loop.whenWritable(push);
        Waiting.staysTrue("nobody is there", () -> !writable.isDone());
        ZmqSocket pull = sockets.connected(SocketType.PULL, push);
        get(writable);
        assertThat(push.trySend(Msg.of("hello"))).isTrue();
        assertReceives(pull, "hello");
    }

    @OverTransports
    void shouldAskAndAnswerWhenThePatternIsRequestAndReply(Transport transport) throws Exception {
        ZmqSocket rep = sockets.bound(SocketType.REP, transport);
        CompletableFuture<Void> served =
                loop.receiveAsync(rep).thenCompose(msg -> loop.sendAsync(rep, Msg.of("re: " + msg.string(0))));
        // the request waits for a peer, and the receive for the request
        ZmqSocket req = sockets.socket(SocketType.REQ);
        CompletableFuture<Void> sent = loop.sendAsync(req, Msg.of("question"));
        CompletableFuture<Msg> reply = loop.receiveAsync(req);
        Waiting.staysTrue("it waits", () -> !sent.isDone() && !reply.isDone());
        req.connect(TestSockets.endpointOf(rep));
        assertThat(get(reply).string(0)).isEqualTo("re: question");
        get(served);
        assertFails(loop.sendAsync(rep, Msg.of("nobody has asked")), WrongStateException.class);
        assertFails(loop.receiveAsync(req), WrongStateException.class);
    }

    @Test
    void shouldFailWithWhatTheSocketThrows() {
        ZmqSocket router = sockets.socket(SocketType.ROUTER, options -> options.routerMandatory(true));
        assertFails(loop.sendAsync(router, Msg.of("nobody", "x")), UnroutableException.class);
        assertFails(loop.receiveAsync(sockets.socket(SocketType.PUSH)), UnsupportedOperationException.class);
    }

    @OverTransports
    void shouldLoseNothingWhenReceivesAreCancelled(Transport transport) throws Exception {
        int count = 2_000;
        ZmqSocket pull = sockets.bound(SocketType.PULL, transport);
        ZmqSocket push = sockets.connected(SocketType.PUSH, pull);
        Crew crew = new Crew();
        crew.once("sender", () -> {
            for (int i = 0; i < count; i++) {
                push.send(Msg.of("m"));
            }
        });
        int received = 0;
        int cancelled = 0;
        while (received < count) {
            CompletableFuture<Msg> future = loop.receiveAsync(pull);
            if (cancelled < 3 * count && future.cancel(false)) {
                cancelled++;
                assertThat(future.isCancelled()).isTrue();
            } else {
                assertThat(get(future).string(0)).isEqualTo("m");
                received++;
            }
        }
        assertThat(cancelled).isPositive();
        crew.assertDone();
        TestSockets.assertSilent(pull);
    }

    @Test
    void shouldNotSendWhatWasGivenUp() throws Exception {
        ZmqSocket push = sockets.bound(SocketType.PUSH, Transport.INPROC);
        CompletableFuture<?> cancelled = loop.sendAsync(push, Msg.of("cancelled"));
        CompletableFuture<?> late = loop.sendAsync(push, Msg.of("late")).orTimeout(20, TimeUnit.MILLISECONDS);
        CompletableFuture<?> sent = loop.sendAsync(push, Msg.of("sent"));
        assertThat(cancelled.cancel(true)).isTrue();
        assertThat(cancelled.cancel(true)).isTrue();
        assertFails(late, TimeoutException.class);
        ZmqSocket pull = sockets.connected(SocketType.PULL, push);
        assertReceives(pull, "sent");
        get(sent);
        assertThat(sent.cancel(false)).isFalse();
    }

    @Test
    void shouldRefuseMoreThanTheMostThatMayBePending() throws Exception {
        ZmqSocket push = sockets.bound(SocketType.PUSH, Transport.INPROC);
        List<CompletableFuture<?>> pending = new ArrayList<>();
        for (int i = 0; i < ZmqLoop.MAX_PENDING; i++) {
            pending.add(loop.sendAsync(push, Msg.of("m" + i)));
        }
        CompletableFuture<?> refused = loop.sendAsync(push, Msg.of("one too many"));
        assertThatThrownBy(() -> get(refused))
                .hasCauseInstanceOf(ZmqException.class)
                .hasMessageContaining("the PUSH socket has 1000 asynchronous calls pending, allowed: up to 1000");
        assertThat(pending.get(0).cancel(false)).isTrue();
        CompletableFuture<?> next = loop.sendAsync(push, Msg.of("the last"));
        ZmqSocket pull = sockets.connected(SocketType.PULL, push);
        for (int i = 1; i < ZmqLoop.MAX_PENDING; i++) {
            assertReceives(pull, "m" + i);
        }
        assertReceives(pull, "the last");
        get(next);
    }

    @Test
    void shouldFailWhenTheSocketIsClosed() {
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, Transport.INPROC);
        List<CompletableFuture<?>> all =
                List.of(loop.receiveAsync(dealer), loop.sendAsync(dealer, Msg.of("x")), loop.whenWritable(dealer));
        Waiting.staysTrue("they wait", () -> all.stream().noneMatch(CompletableFuture::isDone));
        dealer.close();
        all.forEach(future -> assertFails(future, SocketClosedException.class));
        assertFails(loop.receiveAsync(dealer), SocketClosedException.class);
    }

    @Test
    void shouldFailWhenTheLoopIsClosed() {
        ZmqSocket dealer = sockets.bound(SocketType.DEALER, Transport.INPROC);
        CompletableFuture<Msg> receive = loop.receiveAsync(dealer);
        CompletableFuture<?> send = loop.sendAsync(dealer, Msg.of("x"));
        loop.close();
        assertFails(receive, ContextClosedException.class);
        assertFails(send, ContextClosedException.class);
        assertFails(loop.receiveAsync(dealer), ContextClosedException.class);
        ZmqSocket peer = sockets.connected(SocketType.DEALER, dealer);
        peer.send(Msg.of("for whoever receives next"));
        assertReceives(dealer, "for whoever receives next");
    }

    @Test
    void shouldFailWhenTheContextIsClosed() {
        ZmqContext context = ZmqContext.create();
        ZmqLoop own = context.loop("zmq-test-loop-2");
        CompletableFuture<Msg> receive = own.receiveAsync(context.socket(SocketType.PULL));
        context.close();
        assertFails(receive, ContextClosedException.class);
    }
}
