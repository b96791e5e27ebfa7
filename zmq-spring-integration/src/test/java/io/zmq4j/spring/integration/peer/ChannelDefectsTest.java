package io.zmq4j.spring.integration.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.channel.ZmqChannel;
import io.zmq4j.spring.integration.channel.ZmqProxyBean;
import io.zmq4j.spring.integration.dsl.Zmq;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationContextException;
import org.springframework.integration.zeromq.ZeroMqProxy;
import org.springframework.integration.zeromq.channel.ZeroMqChannel;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * Defects of the channel and the proxy of spring-integration-zeromq 7.0.5, by their number in the list: the same scenario
 * for both, which ours pass. When one of theirs fails here, it has been mended there.
 */
@Timeout(60)
class ChannelDefectsTest {

    private static final List<String> SENT = List.of("1", "2", "3", "4");

    private final SideBySide both = new SideBySide();
    private final Inbox received = new Inbox();

    @AfterEach
    void close() {
        both.close();
    }

    private ZmqChannel ours(String name) {
        return both.flows.application.getBean(name, ZmqChannel.class);
    }

    private void startOurs(String... names) {
        for (String name : names) {
            both.flows.application.registerBean(
                    name, ZmqChannel.class, () -> Zmq.channel(both.flows.zmq).getObject());
        }
        both.flows.start();
    }

    private ZeroMqChannel theirs(String name) {
        ZeroMqChannel channel = new ZeroMqChannel(both.jeromq);
        channel.setConsumeDelay(SideBySide.OFTEN);
        channel.setBeanName(name);
        channel.setBeanFactory(both.flows.application.getBeanFactory());
        channel.afterPropertiesSet();
        return channel;
    }

    /** Sends, while the subscriber throws at each message; returns how many it was called with. */
    private int callsOfOneThatThrows(SubscribableChannel channel, int expected) throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        channel.subscribe(message -> {
            calls.incrementAndGet();
            received.accept(message);
            throw new IllegalStateException("subscriber");
        });
        SENT.forEach(text -> channel.send(new GenericMessage<>(text)));
        for (int i = 0; i < expected; i++) {
            received.next();
        }
        received.assertNothingFor(Duration.ofMillis(300));
        return calls.get();
    }

    @Test
    void defect1OursCallsASubscriberAgainThatHasThrown() throws InterruptedException {
        startOurs("ours");

        assertThat(callsOfOneThatThrows(ours("ours"), SENT.size())).isEqualTo(SENT.size());
    }

    @Test
    void defect1TheirsNeverCallsASubscriberAgainThatHasThrown() throws InterruptedException {
        both.flows.start();

        assertThat(callsOfOneThatThrows(theirs("theirs"), 1)).isEqualTo(1);
    }

    /** What the sender in a subscriber of the first channel gets. */
    private BlockingQueue<Object> outcomesOfChaining(SubscribableChannel first, SubscribableChannel second) {
        BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
        second.subscribe(received::accept);
        first.subscribe(forward(second, outcomes));
        first.send(new GenericMessage<>("m"));
        return outcomes;
    }

    private static MessageHandler forward(MessageChannel to, BlockingQueue<Object> outcomes) {
        return message -> {
            try {
                outcomes.add(to.send(message));
            } catch (RuntimeException e) {
                outcomes.add(e);
            }
        };
    }

    @Test
    void defect5OursCanBeChained() throws InterruptedException {
        startOurs("first", "second");

        BlockingQueue<Object> outcomes = outcomesOfChaining(ours("first"), ours("second"));

        assertThat(outcomes.poll(10, TimeUnit.SECONDS)).isEqualTo(true);
        assertThat(received.next().getPayload()).isEqualTo("m");
    }

    @Test
    void defect5TheirsThrowsWhenChained() throws InterruptedException {
        both.flows.start();

        BlockingQueue<Object> outcomes = outcomesOfChaining(theirs("first"), theirs("second"));

        Object outcome = outcomes.poll(10, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(RuntimeException.class);
        assertThat(((Throwable) outcome)).rootCause().hasMessageContaining("blocking");
    }

    @Test
    void defect7OursFailsTheStartWhenItCannotBind() {
        ZmqSocket holder = both.flows.zmq.socket(SocketType.PULL);
        String taken = holder.bind(TestPorts.ANY);
        both.flows.application.registerBean("ours", ZmqProxyBean.class, () -> Zmq.proxy(both.flows.zmq)
                .frontend(SocketType.PULL, socket -> socket.bind(taken))
                .backend(SocketType.PUSH, socket -> socket.bind(TestPorts.ANY))
                .getObject());

        assertThatExceptionOfType(ApplicationContextException.class)
                .isThrownBy(both.flows::start)
                .withStackTraceContaining(taken);
    }

    @Test
    void defect7TheirsOnlyLogsThatItCannotBind() throws InterruptedException {
        both.flows.start();
        int taken = TestPorts.freePort();
        both.flows.zmq.socket(SocketType.PULL).bind("tcp://*:" + taken);
        CountDownLatch ended = new CountDownLatch(1);
        ZeroMqProxy theirs = new ZeroMqProxy(both.jeromq);
        theirs.setFrontendPort(taken);
        theirs.setProxyExecutor(task -> new Thread(() -> {
                    task.run();
                    ended.countDown();
                })
                .start());
        theirs.setBeanName("theirs");
        theirs.afterPropertiesSet();

        assertThatCode(theirs::start).doesNotThrowAnyException();

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(theirs.isRunning()).isFalse();
    }
}
