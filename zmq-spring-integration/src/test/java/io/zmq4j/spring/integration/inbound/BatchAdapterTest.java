package io.zmq4j.spring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundChannelAdapterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;

/** Batches have what is there, in order, and never wait to be full. */
@Timeout(30)
class BatchAdapterTest {

    private record Order(String id) {}

    private final Inbox received = new Inbox();
    private final Inbox errors = new Inbox();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    private ZmqSocket start(ZmqInboundChannelAdapterSpec adapter, Consumer<Message<?>> handler) {
        flows.flow("in", () -> IntegrationFlow.from(adapter.id("adapter"))
                .handle(handler::accept)
                .get());
        flows.flow(
                "failures",
                () -> IntegrationFlow.from("failed").handle(errors::accept).get());
        int port = flows.start()
                .application
                .getBean("adapter", ZmqMessageProducer.class)
                .getBoundPort();
        return flows.connected(SocketType.PUSH, port);
    }

    private ZmqInboundChannelAdapterSpec pull() {
        return Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL).bind(TestPorts.ANY);
    }

    @Test
    void shouldGiveOneMessageThatIsThereAtOnce() throws InterruptedException {
        ZmqSocket push = start(pull().payloadType(String.class).batchSize(10), received);

        push.send(Msg.of("a"));

        assertThat(received.next().getPayload()).isEqualTo(List.of("a"));
    }

    @Test
    void shouldGiveWhatHasComeMeanwhileUpToTheBatchSizeAndInOrder() throws InterruptedException {
        CountDownLatch allSent = new CountDownLatch(1);
        ZmqSocket push = start(pull().payloadType(String.class).batchSize(7), message -> {
            awaitUninterruptibly(allSent);
            received.accept(message);
        });

        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add("m" + i);
            push.send(Msg.of("m" + i));
        }
        allSent.countDown();

        List<Object> all = new ArrayList<>();
        int largest = 0;
        while (all.size() < sent.size()) {
            List<?> batch = (List<?>) received.next().getPayload();
            all.addAll(batch);
            largest = Math.max(largest, batch.size());
        }
        assertThat(all).isEqualTo(sent);
        assertThat(largest).isGreaterThan(1).isLessThanOrEqualTo(7);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldTellTheHeadersOfEachMessage() throws InterruptedException {
        ZmqSocket push = start(pull().frames(FrameMode.TOPIC_PAYLOAD).batchSize(2), received);

        push.send(Msg.of("EUR", "1"));

        Message<?> batch = received.next();
        assertThat(batch.getHeaders())
                .containsEntry(ZmqHeaders.RECEIVED_SOCKET, "adapter")
                .containsEntry(ZmqHeaders.SOCKET_TYPE, SocketType.PULL);
        assertThat(batch.getHeaders().get(ZmqHeaders.BATCH_HEADERS))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .singleElement(InstanceOfAssertFactories.MAP)
                .containsEntry(ZmqHeaders.RECEIVED_TOPIC, "EUR");
    }

    @Test
    void shouldSendOnlyThePoisonOfABatchToTheErrorChannel() throws InterruptedException {
        ZmqSocket push = start(pull().payloadType(Order.class).batchSize(10).errorChannel("failed"), received);

        push.send(Msg.of("{\"id\":\"a\"}"));
        push.send(Msg.of("poison"));
        push.send(Msg.of("{\"id\":\"b\"}"));

        List<Object> good = new ArrayList<>();
        while (good.size() < 2) {
            good.addAll((List<?>) received.next().getPayload());
        }
        assertThat(good).containsExactly(new Order("a"), new Order("b"));
        Message<?> error = errors.next();
        assertThat(error.getPayload()).isInstanceOf(ZmqConversionException.class);
        assertThat(Inbox.texts(((ZmqConversionException) error.getPayload()).getFailedMessage()))
                .containsExactly("poison");
    }

    @Test
    void shouldSendABatchThatTheFlowRefusesToTheErrorChannelAndGoOn() throws InterruptedException {
        ZmqSocket push = start(pull().payloadType(String.class).batchSize(10).errorChannel("failed"), message -> {
            if (message.getPayload().equals(List.of("bad"))) {
                throw new IllegalStateException("boom");
            }
            received.accept(message);
        });

        push.send(Msg.of("bad"));
        assertThat(errors.next().getPayload())
                .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                .rootCause()
                .hasMessage("boom");
        push.send(Msg.of("good"));

        assertThat(received.next().getPayload()).isEqualTo(List.of("good"));
    }

    @Test
    void shouldRefuseANegativeSize() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pull().batchSize(-1))
                .withMessage("batchSize is -1, allowed: from 1, or 0 = no batches");
    }
}
