package io.zmq4j.spring.integration.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import io.zmq4j.EndpointException;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.outbound.ZmqMessageHandler;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.integration.zeromq.outbound.ZeroMqMessageHandler;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/**
 * Defects of the outbound adapter of spring-integration-zeromq 7.0.5, by their number in the list: the same scenario for
 * both, which ours pass. When one of theirs fails here, it has been mended there.
 */
@Timeout(60)
class OutboundDefectsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Message<?> MESSAGE = MessageBuilder.withPayload("m").build();

    private final SideBySide both = new SideBySide();

    @BeforeEach
    void open() {
        both.flows.start();
    }

    @AfterEach
    void close() {
        both.close();
    }

    private ZmqMessageHandler ours(SocketType type, UnaryOperator<ZmqSocketSpec.Builder> socket) {
        ZmqSocketSpec spec = socket.apply(ZmqSocketSpec.builder("ours", type)).build();
        ZmqMessageHandler ours = new ZmqMessageHandler(both.flows.zmq, spec);
        ours.setBeanFactory(both.flows.application.getBeanFactory());
        ours.afterPropertiesSet();
        return ours;
    }

    @Test
    void defect3OursFreesItsPortWhenItStopsAndBindsItAgain() {
        String endpoint = TestPorts.freeEndpoint();
        ZmqMessageHandler ours = ours(SocketType.PUSH, socket -> socket.bind(endpoint));
        ours.start();
        ours.stop();
        ZmqSocket other = both.flows.zmq.socket(SocketType.PUSH);
        other.bind(endpoint);
        other.close();
        ours.start();

        ZmqSocket pull = both.flows.connected(SocketType.PULL, endpoint);
        ours.handleMessage(MESSAGE);
        assertThat(pull.receive(SOON)).isEqualTo(Msg.of("m"));
        ours.destroy();
    }

    @Test
    void defect3TheirsKeepsItsPortWhenItStops() {
        int port = TestPorts.freePort();
        ZeroMqMessageHandler theirs = both.outbound(org.zeromq.SocketType.PUSH, port);
        both.start(theirs);
        ZmqSocket pull = both.flows.connected(SocketType.PULL, port);
        SideBySide.send(theirs, MESSAGE);
        assertThat(pull.receive(SOON)).isEqualTo(Msg.of("m"));
        theirs.stop();

        assertThat(theirs.isRunning()).isFalse();
        ZmqSocket other = both.flows.zmq.socket(SocketType.PUSH);
        assertThatExceptionOfType(EndpointException.class).isThrownBy(() -> other.bind(TestPorts.endpoint(port)));
    }

    @Test
    void defect6OursIsDestroyableBeforeItsStart() {
        ZmqMessageHandler ours = ours(SocketType.PUSH, socket -> socket.bind(TestPorts.ANY));

        assertThatCode(ours::destroy).doesNotThrowAnyException();
        assertThat(both.flows.zmq.openSockets()).isZero();
    }

    @Test
    void defect6TheirsIsNotDestroyableBeforeItsStart() {
        ZeroMqMessageHandler theirs = both.outbound(org.zeromq.SocketType.PUSH, TestPorts.freePort());

        assertThatNullPointerException().isThrownBy(theirs::destroy);
    }

    @Test
    void defect8OursReportsAMessageThatNobodyTakes() {
        ZmqMessageHandler ours = ours(SocketType.PUSH, socket -> socket.bind(TestPorts.ANY));
        ours.setSendTimeout(SHORT);
        ours.start();

        assertThatExceptionOfType(MessageDeliveryException.class)
                .isThrownBy(() -> ours.handleMessage(MESSAGE))
                .withCauseInstanceOf(ZmqSendTimeoutException.class);
        ours.destroy();
    }

    @Test
    void defect8TheirsReportsAMessageThatNobodyTakesAsSent() {
        ZeroMqMessageHandler theirs = both.outbound(org.zeromq.SocketType.PUSH, TestPorts.freePort());
        theirs.setSocketConfigurer(socket -> socket.setSendTimeOut((int) SHORT.toMillis()));
        both.start(theirs);

        assertThatCode(() -> theirs.handleMessage(MESSAGE).block(SOON)).doesNotThrowAnyException();
    }

    @Test
    void defect12OursPublishesAsPlainSubscribersExpect() {
        ZmqMessageHandler ours = ours(SocketType.PUB, socket -> socket.bind(TestPorts.ANY));
        ours.setTopic("topic");
        ours.start();
        ZmqSocket sub = subscriber(ours.getBoundPort());

        assertThat(firstFrom(sub, () -> ours.handleMessage(MESSAGE))).isEqualTo(Msg.of("topic", "m"));
        ours.destroy();
    }

    @Test
    void defect12TheirsPutsAnEmptyFrameBehindTheTopic() {
        int port = TestPorts.freePort();
        ZeroMqMessageHandler theirs = both.outbound(org.zeromq.SocketType.PUB, port);
        theirs.setTopic("topic");
        both.start(theirs);
        ZmqSocket sub = subscriber(port);

        assertThat(firstFrom(sub, () -> SideBySide.send(theirs, MESSAGE))).isEqualTo(Msg.of("topic", "", "m"));
    }

    private ZmqSocket subscriber(int port) {
        ZmqSocket sub = both.flows.connected(SocketType.SUB, port);
        sub.subscribe("topic");
        return sub;
    }

    /** Publishes until the subscription has arrived. */
    private static Msg firstFrom(ZmqSocket sub, Runnable publish) {
        AtomicReference<Msg> first = new AtomicReference<>();
        await().until(() -> {
            publish.run();
            first.set(sub.receive(Duration.ofMillis(20)));
            return first.get() != null;
        });
        return first.get();
    }

    @Test
    void defect13OursEndsASendWithoutAPeer() throws InterruptedException {
        ZmqMessageHandler ours = ours(SocketType.PUSH, socket -> socket.bind(TestPorts.ANY));
        ours.setSendTimeout(Duration.ofSeconds(-1));
        ours.start();
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread sender = new Thread(() -> {
            try {
                ours.handleMessage(MESSAGE);
            } catch (MessageDeliveryException e) {
                failure.set(e);
            }
        });
        sender.start();
        await().until(() ->
                sender.getState() == Thread.State.WAITING || sender.getState() == Thread.State.TIMED_WAITING);

        ours.destroy();

        sender.join(SOON.toMillis());
        assertThat(failure.get()).isInstanceOf(MessageDeliveryException.class);
    }

    @Test
    void defect13TheirsWaitsForAPeerEvenWhenItIsDestroyed() throws InterruptedException {
        int port = TestPorts.freePort();
        ZeroMqMessageHandler theirs = both.outbound(org.zeromq.SocketType.PUSH, port);
        both.start(theirs);
        theirs.handleMessage(MESSAGE).subscribe();
        Thread destroyer = new Thread(theirs::destroy);
        destroyer.setDaemon(true);
        destroyer.start();

        destroyer.join(500);

        assertThat(destroyer.isAlive()).isTrue();
        both.flows.connected(SocketType.PULL, port);
        destroyer.join(SOON.toMillis());
        assertThat(destroyer.isAlive()).isFalse();
    }
}
