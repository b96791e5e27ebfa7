package io.zmq4j.spring.integration.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqPublishSubscribeChannelSpec;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.IntegrationPatternType;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

@Timeout(30)
class ZmqPublishSubscribeChannelTest {

    private final Inbox one = new Inbox();
    private final Inbox two = new Inbox();
    private final TestFlows flows = new TestFlows();
    private final TestFlows other = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
        other.close();
    }

    /** Defect 1 of the peer: a subscriber that throws takes nothing from the others, and is called again. */
    @Test
    void shouldReachEverySubscriberAlsoWhenOneThrowsDefect1() throws InterruptedException {
        Inbox errors = new Inbox();
        flows.flow("failures", () -> IntegrationFlow.from("errorChannel")
                .handle(errors::accept)
                .get());
        flows.flow("flow", () -> IntegrationFlow.from("in")
                .publishSubscribeChannel(
                        Zmq.publishSubscribeChannel(flows.zmq).id("events").getObject(),
                        channel -> channel.subscribe(flow -> flow.handle(one::accept))
                                .subscribe(flow -> flow.handle(message -> {
                                    throw new IllegalStateException("refused");
                                }))
                                .subscribe(flow -> flow.handle(two::accept)))
                .get());
        MessageChannel in = flows.start().application.getBean("in", MessageChannel.class);

        for (int i = 0; i < 3; i++) {
            in.send(new GenericMessage<>("m" + i));
        }

        for (int i = 0; i < 3; i++) {
            assertThat(one.next().getPayload()).isEqualTo("m" + i);
            assertThat(two.next().getPayload()).isEqualTo("m" + i);
            MessagingException error = (MessagingException) errors.next().getPayload();
            assertThat(error).hasRootCauseMessage("refused");
            assertThat(error.getFailedMessage().getPayload()).isEqualTo("m" + i);
        }
        ZmqPublishSubscribeChannel channel = flows.application.getBean(ZmqPublishSubscribeChannel.class);
        assertThat(channel.getSubscriberCount()).isEqualTo(3);
        assertThat(channel.isBroadcast()).isTrue();
        assertThat(channel.getIntegrationPatternType()).isEqualTo(IntegrationPatternType.publish_subscribe_channel);
    }

    @Test
    void shouldTakeMessagesThatNobodyIsSubscribedTo() {
        flows.application.registerBean(
                "events", ZmqPublishSubscribeChannelSpec.class, () -> Zmq.publishSubscribeChannel(flows.zmq)
                        .socketOptions(options -> options.sendHwm(2).receiveHwm(2)));
        MessageChannel channel = flows.start().application.getBean("events", ZmqPublishSubscribeChannel.class);

        for (int i = 0; i < 100; i++) {
            assertThat(channel.send(new GenericMessage<>(i), 5_000)).isTrue();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Annotated {

        final Set<String> seen = ConcurrentHashMap.newKeySet();

        @Bean
        ZmqPublishSubscribeChannel events(ZmqContext context, Ports ports) {
            ZmqPublishSubscribeChannel channel = new ZmqPublishSubscribeChannel(ZmqChannelTransport.own(
                    context,
                    ZmqSocketSpec.builder("to", SocketType.PUB)
                            .connect(ports.frontend())
                            .frames(FrameMode.HEADERS_PAYLOAD)
                            .build(),
                    ZmqSocketSpec.builder("from", SocketType.SUB)
                            .connect(ports.backend())
                            .subscribe("")
                            .frames(FrameMode.HEADERS_PAYLOAD)
                            .build()));
            channel.setPayloadType(String.class);
            return channel;
        }

        @ServiceActivator(inputChannel = "events")
        void first(String payload) {
            seen.add("first " + payload);
        }

        @ServiceActivator(inputChannel = "events")
        void second(String payload) {
            seen.add("second " + payload);
        }
    }

    record Ports(String frontend, String backend) {}

    /** Both applications send to and receive from the same proxy of XSUB and XPUB. */
    @Test
    void shouldReachEveryApplicationThroughAProxy() {
        Ports ports = new Ports(TestPorts.freeEndpoint(), TestPorts.freeEndpoint());
        flows.application.registerBean(ZmqProxyBean.class, () -> Zmq.proxy(flows.zmq)
                .frontend(SocketType.XSUB, spec -> spec.bind(ports.frontend()))
                .backend(SocketType.XPUB, spec -> spec.bind(ports.backend()))
                .getObject());
        for (TestFlows each : List.of(flows, other)) {
            each.application.registerBean(ZmqContext.class, () -> each.zmq);
            each.application.registerBean(Ports.class, () -> ports);
            each.application.register(Annotated.class);
            each.start();
        }
        MessageChannel channel = flows.application.getBean("events", MessageChannel.class);

        // subscriptions arrive some time after the connection
        await().until(() -> channel.send(new GenericMessage<>("m"))
                && seen(flows).containsAll(Set.of("first m", "second m"))
                && seen(other).containsAll(Set.of("first m", "second m")));
    }

    private static Set<String> seen(TestFlows application) {
        return application.application.getBean(Annotated.class).seen;
    }

    @Test
    void shouldLoseNothingOnceItIsSubscribedWithSlowSubscribers() throws InterruptedException {
        String endpoint = TestPorts.freeEndpoint();
        flows.flow("out", () -> IntegrationFlow.from("in")
                .channel(Zmq.publishSubscribeChannel(flows.zmq)
                        .id("events")
                        .bindSender(endpoint)
                        .socketOptions(options -> options.sendHwm(10).receiveHwm(10)))
                .get());
        other.flow("events", () -> IntegrationFlow.from(Zmq.publishSubscribeChannel(other.zmq)
                        .connectReceiver(endpoint)
                        .socketOptions(options -> options.sendHwm(10).receiveHwm(10))
                        .payloadType(String.class))
                .handle(one::accept)
                .get());
        other.start();
        MessageChannel in = flows.start().application.getBean("in", MessageChannel.class);
        await().until(() -> {
            in.send(new GenericMessage<>("probe"));
            return one.poll(Duration.ofMillis(50));
        });

        String large = "x".repeat(20_000);
        for (int i = 0; i < 2_000; i++) {
            assertThat(in.send(new GenericMessage<>("m" + i + " " + large), 10_000))
                    .isTrue();
        }

        for (int i = 0; i < 2_000; i++) {
            String payload = (String) one.next().getPayload();
            while (payload.equals("probe")) {
                payload = (String) one.next().getPayload();
            }
            assertThat(payload).startsWith("m" + i + " ");
        }
    }
}
