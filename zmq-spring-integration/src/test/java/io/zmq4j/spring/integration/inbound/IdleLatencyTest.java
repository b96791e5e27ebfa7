package io.zmq4j.spring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.springframework.integration.dsl.IntegrationFlow;

/** The adapter waits on its socket and does not look now and then: an idle one handles a message at once. */
@Timeout(60)
class IdleLatencyTest {

    /** Messages of the short run; the property makes it longer. */
    private static final int MESSAGES = Integer.getInteger("zmq4j.latency.messages", 100);

    private static final int WARM_UP = 20;
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    @Test
    void shouldHandleAMessageWithinMillisecondsWhenItWasIdle(TestReporter reporter) throws InterruptedException {
        LinkedBlockingQueue<Long> arrivals = new LinkedBlockingQueue<>();
        try (TestFlows flows = new TestFlows()) {
            flows.flow("in", () -> IntegrationFlow.from(Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL)
                            .bind(TestPorts.ANY)
                            .id("adapter"))
                    .handle(message -> arrivals.add(System.nanoTime()))
                    .get());
            int port = flows.start()
                    .application
                    .getBean("adapter", ZmqMessageProducer.class)
                    .getBoundPort();
            ZmqSocket push = flows.connected(SocketType.PUSH, port);

            long[] nanos = new long[WARM_UP + MESSAGES];
            for (int i = 0; i < nanos.length; i++) {
                LockSupport.parkNanos(IDLE_NANOS);
                long sent = System.nanoTime();
                push.send(Msg.of("m"));
                Long arrived = arrivals.poll(10, TimeUnit.SECONDS);
                assertThat(arrived).isNotNull();
                nanos[i] = arrived - sent;
            }

            long median = LongStream.of(nanos)
                    .skip(WARM_UP)
                    .sorted()
                    .skip(MESSAGES / 2)
                    .findFirst()
                    .orElseThrow();
            reporter.publishEntry("median of " + MESSAGES + " idle messages, ns", Long.toString(median));
            assertThat(TimeUnit.NANOSECONDS.toMicros(median))
                    .as("median of %d idle messages in microseconds", MESSAGES)
                    .isLessThan(5000);
        }
    }
}
