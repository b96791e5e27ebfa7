package io.zmq4j.spring.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqException;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqOutboundGatewaySpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

/**
 * The outbound gateway is stopped and started at random, or its workers are killed, while threads ask: every request gets
 * its own reply or fails, and neither takes longer than the reply timeout.
 */
@Timeout(300)
class GatewayRandomWalkTest {

    /** Steps of the short run; the property makes it longer. */
    private static final int STEPS = Integer.getInteger("zmq4j.walk.steps", 300);

    private static final long SEED = Long.getLong("zmq4j.walk.seed", System.nanoTime());
    private static final int ASKING = 4;
    private static final int WORKERS = 3;
    private static final Duration RECONNECT = Duration.ofMillis(1);
    private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration GIVE_UP = Duration.ofMillis(200);
    /** What a machine that is busy with other things may add to a timeout. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final ZmqContext outside = ZmqContext.create();
    private final TestFlows flows = new TestFlows();
    private final AtomicBoolean asking = new AtomicBoolean(true);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong slowest = new AtomicLong();
    private final Queue<Throwable> wrong = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    @AfterEach
    void close() {
        asking.set(false);
        flows.close();
        outside.close();
    }

    private static void soon(SocketConfigBuilder options) {
        options.reconnectInterval(RECONNECT);
    }

    private ZmqOutboundGateway start(ZmqOutboundGatewaySpec spec) {
        flows.flow("client", () -> IntegrationFlow.from("requests").handle(spec).get());
        return flows.start().application.getBeansOfType(ZmqOutboundGateway.class).values().stream()
                .findFirst()
                .orElseThrow();
    }

    private void ask() {
        MessageChannel requests = flows.application.getBean("requests", MessageChannel.class);
        for (int t = 0; t < ASKING; t++) {
            String name = t + "-";
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; asking.get(); i++) {
                        ask(requests, name + i);
                    }
                } catch (RuntimeException | Error e) {
                    wrong.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
    }

    private void ask(MessageChannel requests, String text) {
        MessagingTemplate template = new MessagingTemplate();
        template.setReceiveTimeout(REPLY_TIMEOUT.plus(SLACK).toMillis());
        long asked = System.nanoTime();
        try {
            Message<?> reply = template.sendAndReceive(requests, new GenericMessage<>(text));
            assertThat(reply).as("the end of request %s", text).isNotNull();
            // what fails later is an error message to the channel of the reply
            if (reply.getPayload() instanceof MessagingException) {
                fail();
            } else {
                assertThat(Inbox.text(reply)).isEqualTo(text);
                answered.incrementAndGet();
            }
        } catch (MessagingException e) {
            fail();
        }
        slowest.accumulateAndGet(System.nanoTime() - asked, Math::max);
    }

    private void fail() {
        failed.incrementAndGet();
        // what is refused at once must not be all that is asked
        LockSupport.parkNanos(100_000);
    }

    private void assertEveryRequestHasEnded(ZmqOutboundGateway gateway, Duration replyTimeout, TestReporter reporter)
            throws InterruptedException {
        asking.set(false);
        for (Thread thread : threads) {
            thread.join(replyTimeout.plus(SLACK).toMillis());
            assertThat(thread.isAlive()).as("a request without an end").isFalse();
        }
        reporter.publishEntry(
                "answered, failed, slowest in ms",
                answered + ", " + failed + ", "
                        + Duration.ofNanos(slowest.get()).toMillis());
        assertThat(wrong).isEmpty();
        assertThat(answered.get()).isPositive();
        assertThat(failed.get()).isPositive();
        assertThat(Duration.ofNanos(slowest.get())).isLessThan(replyTimeout.plus(SLACK));
        assertThat(gateway.getPendingRequests()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "DEALER, ROUTER, false",
        "DEALER, ROUTER, true",
        "REQ, ROUTER, false",
        "REQ, REP, true",
        "CLIENT, SERVER, false"
    })
    void shouldEndEveryRequestOverASocketOfItsOwn(
            SocketType type, SocketType service, boolean async, TestReporter reporter) throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        ZmqSocket answering = answering(service, socket -> socket.bind(TestPorts.ANY));
        walk(
                Zmq.outboundGateway(flows.zmq, type)
                        .connect(answering.boundEndpoints().get(0))
                        .socketOptions(GatewayRandomWalkTest::soon)
                        .async(async),
                reporter);
        close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(
                        thread -> !before.contains(thread) && thread.getName().startsWith("zmq")));
    }

    @Test
    void shouldEndEveryRequestOverANamedDealer(TestReporter reporter) throws InterruptedException {
        ZmqSocket answering = answering(SocketType.ROUTER, socket -> socket.bind(TestPorts.ANY));
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("service", SocketType.DEALER)
                        .connect(answering.boundEndpoints().get(0))
                        .build()));
        flows.application.registerBean("sockets", DefaultZmqSockets.class, () -> sockets);
        walk(Zmq.outboundGateway(sockets, "service"), reporter);
    }

    private void walk(ZmqOutboundGatewaySpec spec, TestReporter reporter) throws InterruptedException {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        ZmqOutboundGateway gateway = start(spec.replyTimeout(REPLY_TIMEOUT));
        ask();
        for (int step = 0; step < STEPS; step++) {
            if (random.nextBoolean()) {
                gateway.stop();
                assertThat(gateway.isRunning()).isFalse();
            } else {
                gateway.start();
                int before = answered.get();
                await().atMost(SLACK)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(RECONNECT)
                        .until(() -> answered.get() > before);
            }
        }
        gateway.stop();
        gateway.start();
        int before = answered.get();
        await().atMost(SLACK).until(() -> answered.get() > before);
        assertEveryRequestHasEnded(gateway, REPLY_TIMEOUT, reporter);
    }

    /** Answers each request by itself, on a thread of its own, until its context is closed. */
    private ZmqSocket answering(SocketType type, Consumer<ZmqSocket> attach) {
        return answering(outside, type, attach, 0);
    }

    private static ZmqSocket answering(ZmqContext context, SocketType type, Consumer<ZmqSocket> attach, long nanos) {
        ZmqSocket socket = context.socket(type);
        attach.accept(socket);
        Thread thread = new Thread(() -> {
            while (!socket.isClosed()) {
                try {
                    Msg request = socket.receive();
                    LockSupport.parkNanos(nanos);
                    socket.send(request);
                } catch (ZmqException e) {
                    // the end, or a client that has left before its answer
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return socket;
    }

    /** Workers take turns at the gateway's socket, and die with what they have in hand. */
    @ParameterizedTest
    @CsvSource({"DEALER, false", "DEALER, true"})
    void shouldEndEveryRequestWhileWorkersAreKilled(SocketType type, boolean async, TestReporter reporter)
            throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        Deque<ZmqContext> workers = new ArrayDeque<>();
        ZmqOutboundGateway gateway = start(
                Zmq.outboundGateway(flows.zmq, type).bind(endpoint).async(async).replyTimeout(GIVE_UP));
        for (int i = 0; i < WORKERS; i++) {
            workers.add(worker(endpoint));
        }
        try {
            ask();
            for (int step = 0; step < STEPS / 10; step++) {
                int before = answered.get();
                await().atMost(SLACK)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(RECONNECT)
                        .until(() -> answered.get() > before + WORKERS * ASKING);
                workers.add(worker(endpoint));
                workers.remove().close();
            }
            assertEveryRequestHasEnded(gateway, GIVE_UP, reporter);
        } finally {
            workers.forEach(ZmqContext::close);
        }
    }

    private static ZmqContext worker(String endpoint) {
        ZmqContext context = ZmqContext.create();
        answering(context, SocketType.REP, socket -> socket.connect(endpoint), 1_000_000);
        return context;
    }
}
