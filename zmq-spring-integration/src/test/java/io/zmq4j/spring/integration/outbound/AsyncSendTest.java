package io.zmq4j.spring.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqOutboundChannelAdapterSpec;
import io.zmq4j.spring.integration.event.ZmqUnroutableEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationListener;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/** A call returns at once, the order stays, and what fails is told. */
@Timeout(30)
class AsyncSendTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration NO_LIMIT = Duration.ofSeconds(-1);

    private final Inbox errors = new Inbox();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    private ZmqMessageHandler start(ZmqOutboundChannelAdapterSpec adapter) {
        flows.flow("out", () -> IntegrationFlow.from("outbound")
                .handle(adapter.async(true), endpoint -> endpoint.id("adapter"))
                .get());
        flows.flow(
                "failures",
                () -> IntegrationFlow.from("failed").handle(errors::accept).get());
        return flows.start().application.getBean(ZmqMessageHandler.class);
    }

    private ZmqOutboundChannelAdapterSpec push() {
        return Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH).bind(TestPorts.ANY);
    }

    private void send(Object payload) {
        send(new GenericMessage<>(payload));
    }

    private void send(Message<?> message) {
        flows.application.getBean("outbound", MessageChannel.class).send(message);
    }

    @Test
    void shouldReturnWhileNoPeerIsThereAndSendInOrderWhenOneComes() {
        ZmqMessageHandler handler = start(push().sendTimeout(NO_LIMIT));
        for (int i = 0; i < 100; i++) {
            send("m" + i);
        }
        assertThat(handler.getWaitingCount()).isEqualTo(100);

        ZmqSocket pull = flows.connected(SocketType.PULL, handler.getBoundPort());
        for (int i = 0; i < 100; i++) {
            assertThat(pull.receive(SOON)).isEqualTo(Msg.of("m" + i));
        }
        await().until(() -> handler.getWaitingCount() == 0);
        send("directly");
        assertThat(pull.receive(SOON)).isEqualTo(Msg.of("directly"));
    }

    @Test
    void shouldKeepTheOrderUnderLoadWithASlowPeer() {
        ZmqMessageHandler handler =
                start(push().sendTimeout(NO_LIMIT).asyncCapacity(100_000).socketOptions(options -> options.sendHwm(3)));
        ZmqSocket pull = flows.connected(SocketType.PULL, handler.getBoundPort());
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 20_000; i++) {
                send("m" + i);
            }
        });

        for (int i = 0; i < 20_000; i++) {
            assertThat(pull.receive(SOON)).isEqualTo(Msg.of("m" + i));
        }
        assertThat(sending).succeedsWithin(SOON);
    }

    @Test
    void shouldTellTheErrorChannelOfTheAdapterWhatWasNotSentInTime() throws InterruptedException {
        start(push().sendTimeout(Duration.ofMillis(20)).sendFailureChannel("failed"));

        send("lost");

        assertLate(errors.next(), "lost");
    }

    private static void assertLate(Message<?> error, String payload) {
        assertThat(error.getPayload()).isInstanceOfSatisfying(MessagingException.class, failure -> {
            assertThat(failure.getFailedMessage()).isNotNull();
            assertThat(failure.getFailedMessage().getPayload()).isEqualTo(payload);
            assertThat(failure)
                    .isInstanceOf(MessageDeliveryException.class)
                    .hasCauseInstanceOf(ZmqSendTimeoutException.class);
        });
    }

    @Test
    void shouldPreferTheErrorChannelOfTheMessage() {
        start(push().sendTimeout(Duration.ZERO).sendFailureChannel("failed"));
        QueueChannel mine = new QueueChannel();

        send(MessageBuilder.withPayload("lost").setErrorChannel(mine).build());

        Message<?> error = mine.receive(5000);
        assertThat(error).isNotNull();
        assertLate(error, "lost");
    }

    @Test
    void shouldTellTheErrorChannelOfTheApplicationByDefault() throws InterruptedException {
        flows.flow("global", () -> IntegrationFlow.from("errorChannel")
                .handle(errors::accept)
                .get());
        start(push().sendTimeout(Duration.ofMillis(20)));

        send("lost");

        assertLate(errors.next(), "lost");
    }

    @Test
    void shouldReportWhatCannotBeMadeIntoFrames() throws InterruptedException {
        start(push().sendFailureChannel(new QueueChannel()).sendFailureChannel("failed"));

        send(new Object() {
            @SuppressWarnings("unused")
            public Object getSelf() {
                throw new IllegalStateException("no JSON");
            }
        });

        assertThat(errors.next().getPayload()).asString().contains("cannot be made into a frame");
    }

    @Test
    void shouldReportOneMessageTooManyAtOnce() throws InterruptedException {
        ZmqMessageHandler handler =
                start(push().sendTimeout(NO_LIMIT).asyncCapacity(2).sendFailureChannel("failed"));

        send("one");
        send("two");
        send("three");

        assertThat(errors.next().getPayload())
                .isInstanceOf(MessageDeliveryException.class)
                .asString()
                .contains(
                        "2 messages wait to be sent already, allowed: 2, failedMessage=GenericMessage [payload=three");
        assertThat(handler.getWaitingCount()).isEqualTo(2);
    }

    @Test
    void shouldFailWhatWaitsWhenItIsStoppedAndSendAgainAfterAStart() throws InterruptedException {
        ZmqMessageHandler handler = start(push().sendTimeout(NO_LIMIT).sendFailureChannel("failed"));
        send("one");
        send("two");
        await().until(() -> handler.getWaitingCount() == 2);

        handler.stop();

        List<Object> failed = new ArrayList<>();
        failed.add(failedPayload());
        failed.add(failedPayload());
        assertThat(failed).containsExactlyInAnyOrder("one", "two");
        await().until(() -> handler.getWaitingCount() == 0);
        assertThat(handler.sendAsync(new GenericMessage<>("stopped"))).isCompletedExceptionally();
        handler.start();
        send("again");
        assertThat(flows.connected(SocketType.PULL, handler.getBoundPort()).receive(SOON))
                .isEqualTo(Msg.of("again"));
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("adapter-send")));
    }

    private Object failedPayload() throws InterruptedException {
        Message<?> failed = ((MessagingException) errors.next().getPayload()).getFailedMessage();
        assertThat(failed).isNotNull();
        return failed.getPayload();
    }

    @Test
    void shouldGiveAFutureOnRequest() {
        ZmqMessageHandler handler = start(push().sendTimeout(NO_LIMIT));

        CompletableFuture<Void> sent = handler.sendAsync(new GenericMessage<>("m"));
        assertThat(sent).isNotDone();
        flows.connected(SocketType.PULL, handler.getBoundPort());

        assertThat(sent).succeedsWithin(SOON);
    }

    @Test
    void shouldPublishAndReportAPeerThatIsNotThere() throws InterruptedException {
        BlockingQueue<ZmqUnroutableEvent> events = new LinkedBlockingQueue<>();
        flows.application.addApplicationListener((ApplicationListener<ZmqUnroutableEvent>) events::add);
        ZmqMessageHandler handler = start(Zmq.outboundChannelAdapter(flows.zmq, SocketType.ROUTER)
                .bind(TestPorts.ANY)
                .sendFailureChannel("failed"));

        send(MessageBuilder.withPayload("m")
                .setHeader(ZmqHeaders.ROUTING_ID, "nobody")
                .build());

        assertThat(errors.next().getPayload()).isInstanceOfSatisfying(MessageDeliveryException.class, e -> assertThat(e)
                .hasCauseInstanceOf(UnroutableException.class));
        ZmqUnroutableEvent event = events.poll(5, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        assertThat(event.getSource()).isSameAs(handler);
        assertThat(event.getSocket()).isEqualTo("router");
        assertThat(event.getFailedMessage().getPayload()).isEqualTo("m");
        assertThat(event).asString().doesNotContain("payload");
        assertThat(events).isEmpty();
    }

    @Test
    void shouldFailWhatAnExecutorRefuses() throws InterruptedException {
        start(push().sendTimeout(NO_LIMIT).sendFailureChannel("failed").taskExecutor(task -> {
            throw new RejectedExecutionException("no more tasks");
        }));

        send("m");

        assertThat(errors.next().getPayload())
                .isInstanceOf(RejectedExecutionException.class)
                .asString()
                .contains("no more tasks");
    }

    @Test
    void shouldRefuseACapacityOfNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> push().asyncCapacity(0))
                .withMessage("asyncCapacity is 0, allowed: from 1");
    }
}
