package io.zmq4j.spring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqBindException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundChannelAdapterSpec;
import io.zmq4j.spring.integration.event.ZmqReceiverFailedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ApplicationListener;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;

/** Start, stop, pause and destruction of the inbound adapter: nothing hangs, leaks or stays bound. */
@Timeout(30)
class ProducerLifecycleTest {

    private final Inbox received = new Inbox();
    private final TestFlows flows = new TestFlows();
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void close() {
        released.countDown();
        flows.close();
    }

    private ZmqMessageProducer start(ZmqInboundChannelAdapterSpec adapter, Consumer<Message<?>> handler) {
        flows.flow("in", () -> IntegrationFlow.from(adapter.id("adapter"))
                .handle(handler::accept)
                .get());
        return flows.start().application.getBean("adapter", ZmqMessageProducer.class);
    }

    private ZmqInboundChannelAdapterSpec pull(String endpoint) {
        return Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL).bind(endpoint);
    }

    @Test
    void shouldReceiveOnTheSamePortAfterEveryRestart() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        ZmqMessageProducer adapter = start(pull(endpoint), received);
        ZmqSocket push = flows.connected(SocketType.PUSH, endpoint);

        for (int i = 0; i < 5; i++) {
            push.send(Msg.of("m" + i));
            assertThat(received.nextText()).isEqualTo("m" + i);
            adapter.stop();
            assertThat(adapter.isRunning()).isFalse();
            adapter.start();
        }
        assertThat(adapter.getBoundPort()).isPositive();
    }

    @Test
    void shouldFreeThePortWhenTheApplicationPausesAndBindItAgainWhenItRestarts() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        start(pull(endpoint), received);

        flows.application.pause();
        ZmqSocket other = flows.zmq.socket(SocketType.PULL);
        other.bind(endpoint);
        other.close();
        flows.application.restart();

        flows.connected(SocketType.PUSH, endpoint).send(Msg.of("again"));
        assertThat(received.nextText()).isEqualTo("again");
    }

    @Test
    void shouldRestartWithTheNamedSocketsOfTheApplication() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        DefaultZmqSockets sockets = namedPull(endpoint);
        start(Zmq.inboundChannelAdapter(sockets, "orders"), received);
        ZmqSocket push = flows.connected(SocketType.PUSH, endpoint);
        push.send(Msg.of("first"));
        assertThat(received.nextText()).isEqualTo("first");

        flows.application.stop();
        assertThat(sockets.isOpen("orders")).isFalse();
        flows.application.start();

        push.send(Msg.of("second"));
        assertThat(received.nextText()).isEqualTo("second");
    }

    private DefaultZmqSockets namedPull(String endpoint) {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("orders", SocketType.PULL)
                        .bind(endpoint)
                        .build()));
        flows.application.registerBean("sockets", DefaultZmqSockets.class, () -> sockets);
        return sockets;
    }

    @Test
    void shouldLeaveANamedSocketOpenForOthersWhenItStopsAlone() throws InterruptedException {
        DefaultZmqSockets sockets = namedPull(TestPorts.ANY);
        ZmqMessageProducer adapter = start(Zmq.inboundChannelAdapter(sockets, "orders"), received);
        ZmqSocket push = flows.connected(SocketType.PUSH, adapter.getBoundPort());

        adapter.stop();
        push.send(Msg.of("kept"));
        assertThat(sockets.get("orders").receive(Duration.ofSeconds(5))).isEqualTo(Msg.of("kept"));
        adapter.start();

        push.send(Msg.of("next"));
        assertThat(received.nextText()).isEqualTo("next");
    }

    @Test
    void shouldStopAndSayWhyWhenSomeoneElseClosesItsSocket() {
        LinkedBlockingQueue<ZmqReceiverFailedEvent> events = new LinkedBlockingQueue<>();
        flows.application.addApplicationListener((ApplicationListener<ZmqReceiverFailedEvent>) events::add);
        DefaultZmqSockets sockets = namedPull(TestPorts.ANY);
        ZmqMessageProducer adapter = start(Zmq.inboundChannelAdapter(sockets, "orders"), received);

        sockets.close("orders");

        await().until(() -> !events.isEmpty());
        assertThat(events.remove().getSocket()).isEqualTo("orders");
        assertThat(adapter.isRunning()).isFalse();
        adapter.start();
        assertThat(sockets.isOpen("orders")).isTrue();
    }

    @Test
    void shouldFailTheApplicationAndFreeEverythingWhenItCannotBind() {
        ZmqSocket holder = flows.zmq.socket(SocketType.PULL);
        String taken = holder.bind(TestPorts.ANY);
        String other = TestPorts.freeEndpoint();
        flows.flow("first", () -> IntegrationFlow.from(pull(other).id("a").phase(1))
                .nullChannel());

        assertThatExceptionOfType(ApplicationContextException.class)
                .isThrownBy(() -> start(pull(taken).phase(2), received))
                .havingCause()
                .isInstanceOf(ZmqBindException.class)
                .withMessageStartingWith("socket 'adapter' cannot be bound to " + taken + ": ");

        flows.zmq.socket(SocketType.PULL).bind(other);
    }

    @Test
    void shouldBeDestroyableBeforeStart() {
        ZmqMessageProducer adapter = start(pull(TestPorts.ANY).autoStartup(false), received);

        adapter.destroy();
        flows.application.close();

        assertThat(flows.zmq.openSockets()).isZero();
    }

    @Test
    void shouldLoseNothingAndDeliverNothingWhilePaused() throws InterruptedException {
        ZmqMessageProducer adapter = start(pull(TestPorts.ANY), received);
        ZmqSocket push = flows.connected(SocketType.PUSH, adapter.getBoundPort());

        for (int round = 0; round < 20; round++) {
            push.send(Msg.of("before"));
            assertThat(received.nextText()).isEqualTo("before");

            adapter.pause();
            assertThat(adapter.isPaused()).isTrue();
            push.send(Msg.of("while"));
            received.assertNothingFor(Duration.ofMillis(10));

            adapter.resume();
            assertThat(received.nextText()).isEqualTo("while");
        }
    }

    @Test
    void shouldStayPausedThroughARestart() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        ZmqMessageProducer adapter = start(pull(endpoint), received);
        adapter.pause();
        adapter.stop();
        adapter.start();
        ZmqSocket push = flows.connected(SocketType.PUSH, endpoint);

        push.send(Msg.of("kept"));
        received.assertNothingFor(Duration.ofMillis(50));
        adapter.resume();

        assertThat(received.nextText()).isEqualTo("kept");
    }

    @Test
    void shouldFinishTheMessageInHandWhenItStops() throws InterruptedException {
        ZmqMessageProducer adapter = start(pull(TestPorts.ANY), message -> {
            awaitReleased();
            received.accept(message);
        });
        flows.connected(SocketType.PUSH, adapter.getBoundPort()).send(Msg.of("in hand"));
        await().until(() -> handlingThread() != null);

        Thread stopper = new Thread(adapter::stop);
        stopper.start();
        await().until(() -> stopper.getState() == Thread.State.TIMED_WAITING);
        released.countDown();
        stopper.join(5000);

        assertThat(stopper.isAlive()).isFalse();
        assertThat(received.nextText()).isEqualTo("in hand");
    }

    @Test
    void shouldInterruptAHandlerThatOutlastsTheShutdownTimeout() throws InterruptedException {
        LinkedBlockingQueue<Exception> interrupted = new LinkedBlockingQueue<>();
        ZmqMessageProducer adapter = start(pull(TestPorts.ANY).shutdownTimeout(Duration.ofMillis(100)), message -> {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted.add(e);
            }
        });
        flows.connected(SocketType.PUSH, adapter.getBoundPort()).send(Msg.of("stuck"));
        await().until(() -> handlingThread() != null);

        adapter.stop();

        assertThat(interrupted).hasSize(1);
        await().until(() -> adapterThreads().isEmpty());
    }

    @Test
    void shouldStopInBoundedTimeWhenAHandlerIgnoresTheInterrupt() {
        ZmqMessageProducer adapter =
                start(pull(TestPorts.ANY).shutdownTimeout(Duration.ofMillis(100)), message -> awaitReleased());
        flows.connected(SocketType.PUSH, adapter.getBoundPort()).send(Msg.of("stuck"));
        await().until(() -> handlingThread() != null);

        long before = System.nanoTime();
        adapter.stop();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        assertThat(adapter.isRunning()).isFalse();
        assertThat(adapterThreads()).hasSize(1);
        released.countDown();
        await().until(() -> adapterThreads().isEmpty());
    }

    @Test
    void shouldStopWhenItsOwnHandlerAsksForIt() throws InterruptedException {
        ZmqMessageProducer adapter = start(pull(TestPorts.ANY), message -> {
            flows.application.getBean("adapter", ZmqMessageProducer.class).stop();
            received.accept(message);
        });

        flows.connected(SocketType.PUSH, adapter.getBoundPort()).send(Msg.of("last"));

        assertThat(received.nextText()).isEqualTo("last");
        assertThat(adapter.isRunning()).isFalse();
        await().until(() -> adapterThreads().isEmpty());
    }

    @Test
    void shouldLeaveNoThreadBehind() throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        for (int round = 0; round < 5; round++) {
            Inbox inbox = new Inbox();
            try (TestFlows some = new TestFlows()) {
                some.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(some.zmq, SocketType.PULL)
                                .bind(TestPorts.ANY)
                                .id("adapter"))
                        .handle(inbox::accept)
                        .get());
                int port = some.start()
                        .application
                        .getBean(ZmqMessageProducer.class)
                        .getBoundPort();
                some.connected(SocketType.PUSH, port).send(Msg.of("m"));
                assertThat(inbox.nextText()).isEqualTo("m");
            }
        }

        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                // the thread that waits here
                .filteredOn(name -> !name.startsWith("awaitility"))
                .isEmpty());
    }

    private void awaitReleased() {
        boolean done = false;
        while (!done) {
            try {
                released.await();
                done = true;
            } catch (InterruptedException e) {
                // a handler that ignores interrupts
            }
        }
    }

    /** The receiving thread of the adapter while its handler waits. */
    private Thread handlingThread() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("adapter-1"))
                .filter(thread -> List.of(thread.getValue()).stream()
                        .anyMatch(frame -> frame.getClassName().equals(CountDownLatch.class.getName())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static Set<String> adapterThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("adapter-"))
                .collect(Collectors.toSet());
    }
}
