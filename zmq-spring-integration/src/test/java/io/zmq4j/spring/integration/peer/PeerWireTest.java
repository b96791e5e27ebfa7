package io.zmq4j.spring.integration.peer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.integration.Inbox;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundChannelAdapterSpec;
import io.zmq4j.spring.integration.dsl.ZmqOutboundChannelAdapterSpec;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.integration.support.json.EmbeddedHeadersJsonMessageMapper;
import org.springframework.integration.zeromq.ZeroMqHeaders;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.integration.zeromq.outbound.ZeroMqMessageHandler;
import org.springframework.messaging.Message;

/** Our adapters and those of spring-integration-zeromq understand each other, in both directions. */
@Timeout(60)
class PeerWireTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final SideBySide both = new SideBySide();
    private final Inbox received = new Inbox();
    private final int port = TestPorts.freePort();

    @AfterEach
    void close() {
        both.close();
    }

    private ZmqInboundChannelAdapterSpec ourInbound(SocketType type) {
        return Zmq.inboundChannelAdapter(both.flows.zmq, type).connect(TestPorts.endpoint(port));
    }

    private ZmqOutboundChannelAdapterSpec ourOutbound(SocketType type) {
        return Zmq.outboundChannelAdapter(both.flows.zmq, type).connect(TestPorts.endpoint(port));
    }

    private void start(ZeroMqMessageHandler theirs, ZmqInboundChannelAdapterSpec ours) {
        both.flows.flow(
                "in", () -> IntegrationFlow.from(ours).handle(received::accept).get());
        both.flows.start();
        both.start(theirs);
    }

    private void start(ZmqOutboundChannelAdapterSpec ours, ZeroMqMessageProducer theirs) {
        both.flows.flow(
                "outFlow", () -> IntegrationFlow.from("out").handle(ours).get());
        both.flows.start();
        both.start(theirs, received);
    }

    @ParameterizedTest
    @CsvSource({"PUSH, PULL", "PAIR, PAIR"})
    void shouldReceiveWhatItPushes(org.zeromq.SocketType type, SocketType ours) throws InterruptedException {
        ZeroMqMessageHandler theirs = both.outbound(type, port);
        start(theirs, ourInbound(ours));

        SideBySide.send(theirs, MessageBuilder.withPayload("grüße").build());
        SideBySide.send(theirs, MessageBuilder.withPayload(new byte[] {0, -1}).build());

        assertThat(received.nextText()).isEqualTo("grüße");
        assertThat(received.next().getPayload()).isEqualTo(new byte[] {0, -1});
    }

    @ParameterizedTest
    @CsvSource({"PULL, PUSH", "PAIR, PAIR"})
    void shouldPushWhatItReceives(org.zeromq.SocketType type, SocketType ours) throws InterruptedException {
        start(ourOutbound(ours), both.inbound(type, port));

        both.send("out", MessageBuilder.withPayload("grüße").build());
        both.send("out", MessageBuilder.withPayload(new byte[] {0, -1}).build());

        assertThat(received.nextText()).isEqualTo("grüße");
        assertThat(received.next().getPayload()).isEqualTo(new byte[] {0, -1});
    }

    /** Its default puts an empty frame behind the topic, which {@code emptyDelimiter} is for. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldReceiveWhatItPublishes(boolean wrapTopic) throws InterruptedException {
        ZeroMqMessageHandler theirs = both.outbound(org.zeromq.SocketType.PUB, port);
        theirs.setTopicExpression(new SpelExpressionParser().parseExpression("headers['" + ZeroMqHeaders.TOPIC + "']"));
        theirs.wrapTopic(wrapTopic);
        start(theirs, ourInbound(SocketType.SUB).subscribe("eur").emptyDelimiter(wrapTopic));

        Message<?> first = publishUntilReceived(ZeroMqHeaders.TOPIC, message -> SideBySide.send(theirs, message));

        assertThat(Inbox.text(first)).isEqualTo("1.08");
        assertThat(first.getHeaders())
                .containsEntry(ZmqHeaders.RECEIVED_TOPIC, "eur.usd")
                .containsEntry(ZmqHeaders.FRAME_COUNT, wrapTopic ? 3 : 2);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "false, true"})
    void shouldPublishWhatItReceives(boolean emptyDelimiter, boolean unwrapTopic) throws InterruptedException {
        ZeroMqMessageProducer theirs = both.inbound(org.zeromq.SocketType.SUB, port);
        theirs.setTopics("eur");
        theirs.unwrapTopic(unwrapTopic);
        start(ourOutbound(SocketType.PUB).emptyDelimiter(emptyDelimiter), theirs);

        Message<?> first = publishUntilReceived(ZmqHeaders.TOPIC, message -> both.send("out", message));

        assertThat(Inbox.text(first)).isEqualTo("1.08");
        assertThat(first.getHeaders()).containsEntry(ZeroMqHeaders.TOPIC, "eur.usd");
    }

    /** A publisher of theirs does not know when a subscription has arrived. */
    private Message<?> publishUntilReceived(String topicHeader, Consumer<Message<?>> publisher)
            throws InterruptedException {
        Message<?> message = MessageBuilder.withPayload("1.08")
                .setHeader(topicHeader, "eur.usd")
                .build();
        long deadline = System.nanoTime() + SOON.toNanos();
        Message<?> first = null;
        while (first == null && System.nanoTime() < deadline) {
            publisher.accept(message);
            first = received.nextWithin(Duration.ofMillis(20));
        }
        assertThat(first).as("a message within %s", SOON).isNotNull();
        return first;
    }

    /** Headers travel with its adapters only where both ends are given this mapper, which ours take as a flow step. */
    @Test
    void shouldTakeItsEmbeddedHeaders() throws InterruptedException {
        EmbeddedHeadersJsonMessageMapper mapper = new EmbeddedHeadersJsonMessageMapper("trace", "contentType");
        ZeroMqMessageHandler theirs = both.outbound(org.zeromq.SocketType.PUSH, port);
        theirs.setMessageMapper(mapper);
        both.flows.flow("in", () -> IntegrationFlow.from(ourInbound(SocketType.PULL))
                .transform(byte[].class, bytes -> mapper.toMessage(bytes, null))
                .handle(received::accept)
                .get());
        both.flows.start();
        both.start(theirs);

        SideBySide.send(theirs, traced());

        assertTraced(received.next());
    }

    @Test
    void shouldEmbedHeadersForIt() throws InterruptedException {
        EmbeddedHeadersJsonMessageMapper mapper = new EmbeddedHeadersJsonMessageMapper("trace", "contentType");
        ZeroMqMessageProducer theirs = both.inbound(org.zeromq.SocketType.PULL, port);
        theirs.setMessageMapper(mapper);
        both.flows.flow("outFlow", () -> IntegrationFlow.from("out")
                .transform(Message.class, mapper::fromMessage)
                .handle(ourOutbound(SocketType.PUSH))
                .get());
        both.flows.start();
        both.start(theirs, received);

        both.send("out", traced());

        assertTraced(received.next());
    }

    private static Message<?> traced() {
        return MessageBuilder.withPayload("order")
                .setHeader("trace", "t1")
                .setHeader("other", 1)
                .build();
    }

    private static void assertTraced(Message<?> message) {
        Object payload = message.getPayload();
        assertThat(payload instanceof byte[] bytes ? new String(bytes, UTF_8) : payload)
                .isEqualTo("order");
        assertThat(message.getHeaders()).containsEntry("trace", "t1").doesNotContainKey("other");
    }
}
