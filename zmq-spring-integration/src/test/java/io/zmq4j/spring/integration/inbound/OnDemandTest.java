package io.zmq4j.spring.integration.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqConversionException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundChannelAdapterSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.context.ApplicationContextException;
import org.springframework.integration.channel.AbstractMessageChannel;
import org.springframework.integration.channel.FluxMessageChannel;
import org.springframework.integration.channel.ReactiveStreamsSubscribableChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.history.MessageHistory;
import org.springframework.messaging.Message;
import reactor.core.publisher.BaseSubscriber;

/** A reactive output channel gets what it has requested, and nothing ends that. */
@Timeout(30)
class OnDemandTest {

    private record Order(String id) {}

    /** A channel that leaves the publisher to the test. */
    private static final class Manual extends AbstractMessageChannel implements ReactiveStreamsSubscribableChannel {

        private volatile @Nullable Publisher<? extends Message<?>> publisher;

        @Override
        public void subscribeTo(Publisher<? extends Message<?>> source) {
            publisher = source;
        }

        @Override
        protected boolean doSend(Message<?> message, long timeout) {
            throw new IllegalStateException("nothing is sent, all is requested");
        }
    }

    /** Requests only what the test says. */
    private static class Requester extends BaseSubscriber<Message<?>> {

        private final BlockingQueue<String> payloads = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // requests nothing yet
        }

        @Override
        protected void hookOnNext(Message<?> message) {
            payloads.add(text(message.getPayload()));
        }

        @Override
        protected void hookOnComplete() {
            ends.add("complete");
        }

        @Override
        protected void hookOnError(Throwable failure) {
            ends.add(failure.getMessage());
        }

        private static String text(Object payload) {
            return payload instanceof byte[] bytes ? new String(bytes) : payload.toString();
        }

        String next() throws InterruptedException {
            String payload = payloads.poll(10, TimeUnit.SECONDS);
            assertThat(payload).as("a message within 10 s").isNotNull();
            return payload;
        }

        void assertNothingMore() throws InterruptedException {
            assertThat(payloads.poll(50, TimeUnit.MILLISECONDS)).isNull();
        }
    }

    private final Manual channel = new Manual();
    private final Inbox received = new Inbox();
    private final Inbox errors = new Inbox();
    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    private ZmqMessageProducer start(ZmqInboundChannelAdapterSpec adapter) {
        flows.application.registerBean("manual", Manual.class, () -> channel);
        flows.flow("in", () -> IntegrationFlow.from(
                        adapter.id("adapter").outputChannel(channel).errorChannel("failed"))
                .get());
        flows.flow(
                "failures",
                () -> IntegrationFlow.from("failed").handle(errors::accept).get());
        return flows.start().application.getBean("adapter", ZmqMessageProducer.class);
    }

    private ZmqInboundChannelAdapterSpec pull() {
        return Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL).bind(TestPorts.ANY);
    }

    private Requester subscribe() {
        return subscribe(new Requester());
    }

    private Requester subscribe(Requester requester) {
        Publisher<? extends Message<?>> publisher = channel.publisher;
        assertThat(publisher).isNotNull();
        publisher.subscribe(requester);
        return requester;
    }

    private ZmqSocket pusher(ZmqMessageProducer adapter) {
        return flows.connected(SocketType.PUSH, adapter.getBoundPort());
    }

    private static void send(ZmqSocket push, int count) {
        IntStream.range(0, count).forEach(i -> push.send(Msg.of("m" + i)));
    }

    @Test
    void shouldTakeNoMoreThanIsRequested() throws InterruptedException {
        String endpoint = "inproc://demand";
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(ZmqSocketSpec.builder("orders", SocketType.PULL)
                        .bind(endpoint)
                        .build()));
        start(Zmq.inboundChannelAdapter(sockets, "orders"));
        ZmqSocket push = flows.connected(SocketType.PUSH, endpoint);
        send(push, 5);
        Requester requester = subscribe();
        requester.assertNothingMore();

        requester.request(2);

        assertThat(requester.next()).isEqualTo("m0");
        assertThat(requester.next()).isEqualTo("m1");
        requester.assertNothingMore();
        assertThat(sockets.get("orders").receive(Duration.ZERO))
                .as("what was not requested is still in the socket")
                .isEqualTo(Msg.of("m2"));
        requester.request(Long.MAX_VALUE);
        assertThat(requester.next()).isEqualTo("m3");
        assertThat(requester.next()).isEqualTo("m4");
        sockets.destroy();
    }

    @Test
    void shouldHoldBackTheSenderWhileNothingIsRequested() {
        ZmqMessageProducer adapter = start(pull().socketOptions(options -> options.receiveHwm(1)));
        ZmqSocket push = flows.zmq.socket(
                SocketType.PUSH, SocketConfig.builder().sendHwm(1).build());
        push.connect(TestPorts.endpoint(adapter.getBoundPort()));
        subscribe();
        byte[] large = new byte[1 << 20];

        int taken = 0;
        while (taken < 1000 && push.send(Msg.of(large), Duration.ofMillis(taken == 0 ? 5000 : 200))) {
            taken++;
        }

        assertThat(taken).isBetween(1, 999);
    }

    @Test
    void shouldReportPoisonAndStillGiveAsManyAsRequested() throws InterruptedException {
        ZmqMessageProducer adapter = start(pull().payloadType(Order.class));
        ZmqSocket push = pusher(adapter);
        Requester requester = subscribe();

        push.send(Msg.of("poison"));
        push.send(Msg.of("{\"id\":\"a\"}"));
        requester.request(1);

        assertThat(requester.next()).isEqualTo("Order[id=a]");
        assertThat(errors.next().getPayload()).isInstanceOf(ZmqConversionException.class);
        assertThat(requester.ends).isEmpty();
    }

    @Test
    void shouldReportWhatASubscriberThrowsAndGoOn() throws InterruptedException {
        ZmqSocket push = pusher(start(pull()));
        Publisher<? extends Message<?>> publisher = channel.publisher;
        assertThat(publisher).isNotNull();
        publisher.subscribe(new Subscriber<Message<?>>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(Message<?> message) {
                if (Inbox.text(message).equals("m0")) {
                    throw new IllegalStateException("boom");
                }
                received.accept(message);
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            public void onComplete() {
                // the test ends
            }
        });

        send(push, 2);

        assertThat(received.nextText()).isEqualTo("m1");
        assertThat(((Throwable) errors.next().getPayload())).hasMessage("boom");
    }

    @Test
    void shouldKeepMessagesForTheNextSubscriberWhenOneCancels() throws InterruptedException {
        ZmqMessageProducer adapter = start(pull());
        ZmqSocket push = pusher(adapter);
        Requester first = subscribe();
        first.request(10);
        push.send(Msg.of("m"));
        assertThat(first.next()).isEqualTo("m");

        first.cancel();
        send(push, 20);
        Requester second = subscribe();
        second.request(30);

        for (int i = 0; i < 20; i++) {
            assertThat(second.next()).isEqualTo("m" + i);
        }
        first.assertNothingMore();
        assertThat(adapter.isRunning()).isTrue();
    }

    /** The subscribers cancel at any time, also between the taking of a message and its delivery. */
    @Test
    void shouldLoseNothingWhenSubscribersComeAndGoUnderLoad() throws InterruptedException {
        ZmqSocket push = pusher(start(pull()));
        int count = 20_000;
        Thread sender = new Thread(() -> send(push, count));
        sender.start();
        BlockingQueue<String> all = new LinkedBlockingQueue<>();

        for (int next = 0; next < count; ) {
            Requester requester = subscribe(new Requester() {
                @Override
                protected void hookOnNext(Message<?> message) {
                    all.add(Inbox.text(message));
                }
            });
            requester.request(1 + next % 7);
            String first = all.poll(10, TimeUnit.SECONDS);
            requester.cancel();
            for (String payload = first; payload != null; payload = all.poll()) {
                assertThat(payload).isEqualTo("m" + next++);
            }
            assertThat(first).as("message %s of %s", next, count).isNotNull();
        }
        sender.join();
    }

    @Test
    void shouldCompleteWithTheAdapterAndBeSubscribedAgainAfterItsRestart() throws InterruptedException {
        ZmqMessageProducer adapter = start(pull());
        Requester first = subscribe();
        first.request(1);

        adapter.stop();

        assertThat(first.ends.poll(5, TimeUnit.SECONDS)).isEqualTo("complete");
        assertThat(subscribe().ends).as("one that comes too late").containsExactly("complete");
        adapter.start();
        Requester second = subscribe();
        second.request(1);
        pusher(adapter).send(Msg.of("again"));
        assertThat(second.next()).isEqualTo("again");
    }

    @Test
    void shouldTakeNothingWhilePaused() throws InterruptedException {
        ZmqMessageProducer adapter = start(pull());
        ZmqSocket push = pusher(adapter);
        Requester requester = subscribe();
        adapter.pause();

        requester.request(1);
        push.send(Msg.of("m"));

        requester.assertNothingMore();
        adapter.resume();
        assertThat(requester.next()).isEqualTo("m");
    }

    @Test
    void shouldRefuseASecondSubscriberAndARequestOfNothing() throws InterruptedException {
        start(pull());
        Requester first = subscribe();

        assertThat(subscribe().ends).containsExactly("there is a subscriber already, allowed: one at a time");
        assertThat(first.ends).isEmpty();

        Subscription[] subscription = new Subscription[1];
        first.cancel();
        Requester wrong = subscribe(new Requester() {
            @Override
            protected void hookOnSubscribe(Subscription given) {
                subscription[0] = given;
            }
        });
        subscription[0].request(0);
        assertThat(wrong.ends.poll(5, TimeUnit.SECONDS)).isEqualTo("request of 0, allowed: from 1 (rule 3.9)");
    }

    @Test
    void shouldGiveBatchesOnDemandAndTrackThem() throws InterruptedException {
        BlockingQueue<Message<?>> messages = new LinkedBlockingQueue<>();
        ZmqSocket push =
                pusher(start(pull().payloadType(String.class).batchSize(3).shouldTrack(true)));
        send(push, 1);
        subscribe(new Requester() {
                    @Override
                    protected void hookOnNext(Message<?> message) {
                        messages.add(message);
                    }
                })
                .request(1);

        Message<?> batch = messages.poll(10, TimeUnit.SECONDS);
        assertThat(batch).isNotNull();
        assertThat(batch.getPayload()).isEqualTo(List.of("m0"));
        assertThat(MessageHistory.read(batch)).hasSize(1);
    }

    @Test
    void shouldFeedAFluxChannelAndSurviveItsThrowingHandler() throws InterruptedException {
        FluxMessageChannel flux = new FluxMessageChannel();
        flows.application.registerBean("flux", FluxMessageChannel.class, () -> flux);
        flows.flow("in", () -> IntegrationFlow.from(pull().id("adapter").outputChannel(flux))
                .get());
        flows.flow("out", () -> IntegrationFlow.from("flux")
                .handle(message -> {
                    if (Inbox.text(message).equals("m1")) {
                        throw new IllegalStateException("boom");
                    }
                    received.accept(message);
                })
                .get());
        ZmqMessageProducer adapter = flows.start().application.getBean("adapter", ZmqMessageProducer.class);
        ZmqSocket push = pusher(adapter);

        send(push, 1000);

        for (int i = 0; i < 1000; i++) {
            if (i != 1) {
                assertThat(received.nextText()).isEqualTo("m" + i);
            }
        }
        adapter.stop();
        adapter.start();
        pusher(adapter).send(Msg.of("again"));
        assertThat(received.nextText()).isEqualTo("again");
    }

    @Test
    void shouldRefuseConcurrencyWithAReactiveChannel() {
        assertThatExceptionOfType(ApplicationContextException.class)
                .isThrownBy(() -> start(pull().concurrency(2)))
                .havingRootCause()
                .withMessageStartingWith("concurrency of adapter is 2, allowed: 1, as its output channel");
    }
}
