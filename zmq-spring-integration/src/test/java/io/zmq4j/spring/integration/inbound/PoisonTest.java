package io.zmq4j.spring.integration.inbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.dsl.IntegrationFlow;

/** Every tenth message is poison of some kind: each of them is reported, and every other one handled. */
@Timeout(300)
class PoisonTest {

    /** Messages of the short run; the property makes it longer. */
    private static final int MESSAGES = Integer.getInteger("zmq4j.poison.messages", 5000);

    private static final int POISON_EVERY = 10;

    private record Order(int id, String text) {}

    @Test
    void shouldHandleEveryGoodMessageAndReportEveryPoisonOne() {
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger reported = new AtomicInteger();
        AtomicInteger outOfOrder = new AtomicInteger();
        List<Msg> poison = poison();
        try (TestFlows flows = new TestFlows()) {
            flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL)
                            .bind(TestPorts.ANY)
                            .frames(FrameMode.HEADERS_PAYLOAD)
                            .payloadType(Order.class)
                            .errorChannel("failed")
                            .id("adapter"))
                    .handle(Order.class, (order, headers) -> {
                        int before = handled.getAndIncrement();
                        // ids are dense, but for the poison
                        if (order.id() != before + before / (POISON_EVERY - 1) + 1) {
                            outOfOrder.incrementAndGet();
                        }
                        return null;
                    })
                    .get());
            flows.flow("failures", () -> IntegrationFlow.from("failed")
                    .handle(ZmqConversionException.class, (failure, headers) -> {
                        reported.incrementAndGet();
                        return null;
                    })
                    .get());
            ZmqMessageProducer adapter = flows.start().application.getBean("adapter", ZmqMessageProducer.class);
            ZmqSocket push = flows.connected(SocketType.PUSH, adapter.getBoundPort());

            for (int i = 0; i < MESSAGES; i++) {
                push.send(
                        i % POISON_EVERY == 0
                                ? poison.get(i / POISON_EVERY % poison.size())
                                : Msg.of("{}", "{\"id\":" + i + ",\"text\":\"t\"}"));
            }

            int bad = MESSAGES / POISON_EVERY;
            await().atMost(Duration.ofMinutes(4)).until(() -> handled.get() + reported.get() == MESSAGES);
            assertThat(reported).hasValue(bad);
            assertThat(handled).hasValue(MESSAGES - bad);
            assertThat(outOfOrder).hasValue(0);
            assertThat(adapter.isRunning()).isTrue();
        }
    }

    private static List<Msg> poison() {
        byte[] large = new byte[1 << 20];
        Arrays.fill(large, (byte) '[');
        byte[][] many = IntStream.range(0, 64)
                .mapToObj(i -> (i == 0 ? "{}" : "{\"id\":1}").getBytes(UTF_8))
                .toArray(byte[][]::new);
        return List.of(
                Msg.of("only one frame"),
                Msg.of("{}", "no json"),
                Msg.of("{}", ""),
                Msg.of("{}", "\"not an object\""),
                Msg.of("{}", "{\"id\":\"not a number\"}"),
                Msg.of("{\"nested\":{}}", "{\"id\":1}"),
                Msg.of(new byte[] {(byte) 0xff}, new byte[] {1}),
                Msg.of("{}".getBytes(UTF_8), large),
                Msg.of(many));
    }
}
