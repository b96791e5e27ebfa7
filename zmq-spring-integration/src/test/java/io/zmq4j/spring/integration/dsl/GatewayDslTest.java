package io.zmq4j.spring.integration.dsl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.zmq4j.CurveKeys;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.inbound.ReplyOnError;
import io.zmq4j.spring.integration.inbound.ZmqInboundGateway;
import io.zmq4j.spring.integration.outbound.ZmqOutboundGateway;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.MessageBuilder;

/** Gateways in flows and as annotated beans, one asking the other. */
@Timeout(30)
class GatewayDslTest {

    private record Order(String id, int count) {}

    private final TestFlows flows = new TestFlows();

    @AfterEach
    void close() {
        flows.close();
    }

    private static Message<?> ask(MessageChannel channel, Object payload, Map<String, Object> headers) {
        MessagingTemplate template = new MessagingTemplate();
        template.setReceiveTimeout(10_000);
        return template.sendAndReceive(
                channel,
                MessageBuilder.withPayload(payload).copyHeaders(headers).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "inproc://orders"})
    void shouldCarryObjectsHeadersAndTopicsBetweenFlows(String where) {
        String endpoint = where.equals("tcp") ? TestPorts.freeEndpoint() : where;
        flows.flow("service", () -> IntegrationFlow.from(Zmq.inboundGateway(flows.zmq)
                        .bind(endpoint)
                        .frames(FrameMode.TOPIC_HEADERS_PAYLOAD)
                        .headers(List.of("tenant"), List.of("answered"))
                        .payloadType(Order.class)
                        .concurrency(2)
                        .replyOnError(ReplyOnError.ERROR)
                        .replyTimeout(Duration.ofSeconds(5))
                        .shutdownTimeout(Duration.ofSeconds(5))
                        .id("service.gateway"))
                .enrichHeaders(
                        headers -> headers.headerExpression("answered", "headers.tenant + headers.zmq_receivedTopic"))
                .handle(Order.class, (order, headers) -> new Order(order.id(), order.count() + 1))
                .get());
        flows.flow("client", () -> IntegrationFlow.from("requests")
                .handle(Zmq.outboundGateway(flows.zmq)
                        .connect(endpoint)
                        .frames(FrameMode.TOPIC_HEADERS_PAYLOAD)
                        .headers(List.of("answered"), List.of("tenant"))
                        .topicExpression("'new'")
                        .payloadType(Order.class)
                        .replyTimeout(Duration.ofSeconds(5))
                        .maxPendingRequests(10)
                        .socketOptions(options -> options.linger(Duration.ZERO)))
                .get());
        flows.start();

        Message<?> reply = ask(
                flows.application.getBean("requests", MessageChannel.class), new Order("o", 1), Map.of("tenant", "t-"));

        assertThat(reply.getPayload()).isEqualTo(new Order("o", 2));
        assertThat(reply.getHeaders()).containsEntry("answered", "t-new");
    }

    @Test
    void shouldAskOverEncryptedConnections() {
        CurveKeys server = CurveKeys.generate();
        CurveKeys client = CurveKeys.generate();
        String endpoint = TestPorts.freeEndpoint();
        flows.flow("service", () -> IntegrationFlow.from(Zmq.inboundGateway(flows.zmq)
                        .bind(endpoint)
                        .curve(server)
                        .payloadType(String.class))
                .handle(String.class, (text, headers) -> text + "!")
                .get());
        flows.flow("client", () -> IntegrationFlow.from("requests")
                .handle(Zmq.outboundGateway(flows.zmq)
                        .connect(endpoint)
                        .curve(client, server.publicKey())
                        .payloadType(String.class))
                .get());
        flows.start();

        assertThat(ask(flows.application.getBean("requests", MessageChannel.class), "m", Map.of())
                        .getPayload())
                .isEqualTo("m!");
    }

    @Test
    void shouldUseNamedSockets() {
        DefaultZmqSockets sockets = new DefaultZmqSockets(
                flows.zmq,
                List.of(
                        ZmqSocketSpec.builder("service", SocketType.ROUTER)
                                .bind("inproc://named")
                                .build(),
                        ZmqSocketSpec.builder("client", SocketType.DEALER)
                                .connect("inproc://named")
                                .build()));
        flows.application.registerBean("sockets", DefaultZmqSockets.class, () -> sockets);
        flows.flow("service", () -> IntegrationFlow.from(
                        Zmq.inboundGateway(sockets, "service").payloadType(String.class))
                .handle(String.class, (text, headers) -> text + "!")
                .get());
        flows.flow("client", () -> IntegrationFlow.from("requests")
                .handle(Zmq.outboundGateway(sockets, "client")
                        .payloadType(String.class)
                        .async(true))
                .get());
        flows.start();

        assertThat(ask(flows.application.getBean("requests", MessageChannel.class), "m", Map.of())
                        .getPayload())
                .isEqualTo("m!");
        assertThatIllegalStateException()
                .isThrownBy(() -> Zmq.inboundGateway(sockets, "service").bind("tcp://*:1"))
                .withMessageContaining("bind is set for a named socket");
        assertThatIllegalStateException()
                .isThrownBy(() -> Zmq.outboundGateway(sockets, "client").frames(FrameMode.RAW))
                .withMessageContaining("frames is set for a named socket");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Annotated {

        @Bean
        ZmqContext zmqContext() {
            return ZmqContext.create();
        }

        @Bean
        ZmqInboundGateway service(ZmqContext context, Environment environment) {
            ZmqInboundGateway gateway = new ZmqInboundGateway(
                    context,
                    ZmqSocketSpec.builder("service", SocketType.ROUTER)
                            .bind(environment.getRequiredProperty("endpoint"))
                            .build());
            gateway.setRequestChannelName("incoming");
            gateway.setPayloadType(String.class);
            return gateway;
        }

        @ServiceActivator(inputChannel = "incoming")
        String answer(String text) {
            return text + "!";
        }

        @Bean
        @ServiceActivator(inputChannel = "requests")
        ZmqOutboundGateway client(ZmqContext context, Environment environment) {
            ZmqOutboundGateway gateway = new ZmqOutboundGateway(
                    context,
                    ZmqSocketSpec.builder("client", SocketType.DEALER)
                            .connect(environment.getRequiredProperty("endpoint"))
                            .build());
            gateway.setPayloadType(String.class);
            return gateway;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "inproc://annotated"})
    void shouldServeAndAskAsAnnotatedBeans(String where) {
        String endpoint = where.equals("tcp") ? TestPorts.freeEndpoint() : where;
        try (AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext()) {
            application
                    .getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of("endpoint", endpoint)));
            application.register(Annotated.class);
            application.refresh();

            Message<?> reply = ask(application.getBean("requests", MessageChannel.class), "m", Map.of());
            assertThat(reply.getPayload()).isEqualTo("m!");
            ZmqSocket req = application.getBean(ZmqContext.class).socket(SocketType.REQ);
            req.connect(endpoint);
            req.send(Msg.of("plain"));
            assertThat(req.receive(Duration.ofSeconds(10))).isEqualTo(Msg.of("plain!"));
            req.close();
        }
    }
}
