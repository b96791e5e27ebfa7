package io.zmq4j.spring.integration.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqBindException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqProxyBeanSpec;
import io.zmq4j.spring.proxy.ZmqProxyException;
import io.zmq4j.spring.proxy.ZmqProxyState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

@Timeout(30)
class ZmqProxyBeanTest {

    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(5);

    private final TestFlows flows = new TestFlows();
    private final TestFlows other = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
        other.close();
    }

    private ZmqProxyBean start(ZmqProxyBeanSpec spec) {
        flows.application.registerBean("line", ZmqProxyBeanSpec.class, () -> spec);
        return flows.start().application.getBean("line", ZmqProxyBean.class);
    }

    private ZmqProxyBeanSpec streamer(String frontend, String backend) {
        return Zmq.proxy(flows.zmq)
                .frontend(SocketType.PULL, spec -> spec.bind(frontend))
                .backend(SocketType.PUSH, spec -> spec.bind(backend));
    }

    @Test
    void shouldPassMessagesAndCopiesHoldThemWhilePausedAndCount() {
        ZmqProxyBean line = start(
                streamer(TestPorts.ANY, TestPorts.ANY).capture(SocketType.PUSH, spec -> spec.bind(TestPorts.ANY)));
        ZmqSocket copies = other.connected(SocketType.PULL, line.getCapturePort());
        ZmqSocket from = other.connected(SocketType.PUSH, line.getFrontendPort());
        ZmqSocket to = other.connected(SocketType.PULL, line.getBackendPort());
        from.send(Msg.of("first"));
        assertThat(to.receive(LONG)).isEqualTo(Msg.of("first"));

        line.pause();
        assertThat(line.isPaused()).isTrue();
        assertThat(line.isRunning()).isTrue();
        from.send(Msg.of("second"));
        assertThat(to.receive(SHORT)).isNull();
        line.resume();
        assertThat(to.receive(LONG)).isEqualTo(Msg.of("second"));

        assertThat(copies.receive(LONG)).isNotNull();
        assertThat(line.getStatistics().toBackend()).isEqualTo(2);
        assertThat(line.getState()).isEqualTo(ZmqProxyState.RUNNING);
        assertThat(line.getName()).isEqualTo("line");
    }

    /** Defect 7 of the peer: a proxy that could not bind returned from its start as if it ran, and only logged. */
    @Test
    void shouldFailTheStartAndFreeWhatItBoundWhenAPortIsTakenDefect7() {
        String frontend = TestPorts.freeEndpoint();
        String taken = TestPorts.freeEndpoint();
        ZmqSocket holder = other.zmq.socket(SocketType.PUSH);
        holder.bind(taken);

        assertThatExceptionOfType(ApplicationContextException.class)
                .isThrownBy(() -> start(streamer(frontend, taken)))
                .withCauseInstanceOf(ZmqBindException.class)
                .withStackTraceContaining("'line.backend'")
                .withStackTraceContaining(taken);

        try (ZmqSocket again = other.zmq.socket(SocketType.PULL)) {
            assertThat(again.bind(frontend)).isEqualTo(frontend);
        }
    }

    @Test
    void shouldSayThatItDoesNotRunAfterAFailedStartDefect7() {
        String taken = TestPorts.freeEndpoint();
        ZmqProxyBean line = start(streamer(TestPorts.ANY, taken).autoStartup(false));
        ZmqSocket holder = other.zmq.socket(SocketType.PUSH);
        holder.bind(taken);

        assertThatExceptionOfType(ZmqBindException.class).isThrownBy(line::start);
        assertThat(line.isRunning()).isFalse();
        assertThat(line.getState()).isEqualTo(ZmqProxyState.STOPPED);
        assertThatIllegalStateException().isThrownBy(line::getFrontendPort).withMessageContaining("not running");

        holder.close();
        line.start();
        assertThat(line.isRunning()).isTrue();
    }

    @Test
    void shouldBindItsPortsAgainAndAgainAndLeaveNoThread() {
        String frontend = TestPorts.freeEndpoint();
        String backend = TestPorts.freeEndpoint();
        ZmqProxyBean line = start(streamer(frontend, backend));
        for (int i = 1; i <= 20; i++) {
            try (ZmqSocket from = other.connected(SocketType.PUSH, frontend);
                    ZmqSocket to = other.connected(SocketType.PULL, backend)) {
                assertThat(from.send(Msg.of("m" + i), LONG)).isTrue();
                assertThat(to.receive(LONG)).isEqualTo(Msg.of("m" + i));
            }
            line.stop();
            try (ZmqSocket one = other.zmq.socket(SocketType.PULL);
                    ZmqSocket two = other.zmq.socket(SocketType.PULL)) {
                one.bind(frontend);
                two.bind(backend);
            }
            assertThat(line.getStatistics().toBackend()).isEqualTo(i);
            line.start();
        }
        line.stop();
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.endsWith("-proxy")));
    }

    @Configuration(proxyBeanMethods = false)
    static class Annotated {

        @Bean
        DefaultZmqSockets sockets(ZmqContext context) {
            return new DefaultZmqSockets(
                    context,
                    List.of(
                            ZmqSocketSpec.builder("clients", SocketType.ROUTER)
                                    .bind(TestPorts.ANY)
                                    .build(),
                            ZmqSocketSpec.builder("workers", SocketType.DEALER)
                                    .bind(TestPorts.ANY)
                                    .build()));
        }

        @Bean
        ZmqProxyBean queue(ZmqContext context, DefaultZmqSockets sockets) {
            return new ZmqProxyBean(context, sockets, "clients", "workers");
        }
    }

    @Test
    void shouldPassRequestsAndRepliesBetweenNamedSocketsInAnnotationStyle() {
        flows.application.registerBean(ZmqContext.class, () -> flows.zmq);
        flows.application.register(Annotated.class);
        ZmqProxyBean queue = flows.start().application.getBean("queue", ZmqProxyBean.class);
        ZmqSocket worker = other.connected(SocketType.REP, queue.getBackendPort());
        ZmqSocket client = other.connected(SocketType.REQ, queue.getFrontendPort());

        client.send(Msg.of("question"));
        assertThat(worker.receive(LONG)).isEqualTo(Msg.of("question"));
        worker.send(Msg.of("answer"));
        assertThat(client.receive(LONG)).isEqualTo(Msg.of("answer"));

        DefaultZmqSockets sockets = flows.application.getBean(DefaultZmqSockets.class);
        queue.stop();
        assertThat(sockets.isOpen("clients")).isTrue();
        queue.start();
        sockets.close("workers");
        await().untilAsserted(() -> assertThat(queue.getState()).isEqualTo(ZmqProxyState.FAILED));
        assertThat(queue.isRunning()).isFalse();
        queue.start();
        assertThat(queue.isRunning()).isTrue();
    }

    @Test
    void shouldObeyTheControlBus() {
        flows.flow(
                "control", () -> IntegrationFlow.from("commands").controlBus().get());
        ZmqProxyBean line = start(streamer(TestPorts.ANY, TestPorts.ANY));
        MessageChannel commands = flows.application.getBean("commands", MessageChannel.class);

        commands.send(new GenericMessage<>("line.pause"));
        assertThat(line.isPaused()).isTrue();
        commands.send(new GenericMessage<>("line.resume"));
        assertThat(line.isPaused()).isFalse();
        commands.send(new GenericMessage<>("line.stop"));
        assertThat(line.isRunning()).isFalse();
    }

    @Test
    void shouldRefuseSocketsThatDoNotFitOrAreMissing() {
        ZmqProxyBean pulls = Zmq.proxy(flows.zmq)
                .id("wrong")
                .frontend(SocketType.PULL, spec -> spec.bind("inproc://a"))
                .backend(SocketType.PULL, spec -> spec.bind("inproc://b"))
                .getObject();
        assertThatExceptionOfType(ZmqProxyException.class)
                .isThrownBy(pulls::start)
                .withMessageContaining("proxy 'wrong'")
                .withMessageContaining("PULL");
        ZmqProxyBean half = Zmq.proxy(flows.zmq)
                .frontend(SocketType.PULL, spec -> spec.bind("inproc://a"))
                .getObject();
        assertThatIllegalStateException().isThrownBy(half::start).withMessageContaining("no backend");
    }

    @Test
    void shouldBeDestroyedWithoutAStart() {
        ZmqProxyBean line = start(streamer(TestPorts.ANY, TestPorts.ANY).autoStartup(false));

        flows.application.close();

        assertThat(line.getState()).isEqualTo(ZmqProxyState.STOPPED);
    }
}
