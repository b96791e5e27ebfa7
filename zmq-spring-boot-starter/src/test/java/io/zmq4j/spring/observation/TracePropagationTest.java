package io.zmq4j.spring.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqObservationAutoConfiguration;
import io.zmq4j.spring.template.ZmqOperations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.SendTo;

/** The trace of one application goes on in another, by the W3C's headers in the header frame. */
class TracePropagationTest {

    private final Outside outside = new Outside();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build();

    @AfterEach
    void close() {
        outside.close();
        provider.close();
    }

    /** A registry as an application with OpenTelemetry has it. */
    private ObservationRegistry tracing() {
        Tracer otel = provider.get("test");
        OtelTracer tracer = new OtelTracer(otel, new OtelCurrentTraceContext(), event -> {});
        OtelPropagator propagator =
                new OtelPropagator(ContextPropagators.create(W3CTraceContextPropagator.getInstance()), otel);
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(
                        new io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler(
                                new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
                                new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
                                new DefaultTracingObservationHandler(tracer)));
        return registry;
    }

    private ApplicationContextRunner application(ObservationRegistry registry) {
        return Starter.runner()
                .withConfiguration(AutoConfigurations.of(ZmqObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, () -> registry)
                .withPropertyValues("zmq.template.observation-enabled=true", "zmq.listener.observation-enabled=true");
    }

    static class Service {
        final BlockingQueue<MessageHeaders> received = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "in", id = "service")
        String on(String text, @Headers MessageHeaders headers) {
            received.add(headers);
            return "answer to " + text;
        }
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldGoOnWithTheTraceInTheOtherApplicationWhenARequestIsSent() {
        ObservationRegistry client = tracing();
        application(tracing())
                .withUserConfiguration(Service.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=router",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.in.frames=headers-payload")
                .run(service -> application(client)
                        .withPropertyValues(
                                "zmq.sockets.out.type=dealer",
                                "zmq.sockets.out.connect=tcp://127.0.0.1:"
                                        + service.getBean(ZmqSockets.class).boundPort("in"),
                                "zmq.sockets.out.frames=headers-payload")
                        .run(context -> {
                            String answer = Observation.createNotStarted("user", client)
                                    .observe(() ->
                                            context.getBean(ZmqOperations.class).request("out", "x", String.class));

                            assertThat(answer).isEqualTo("answer to x");
                            await().until(() -> spans.getFinishedSpanItems().size() == 3);
                            SpanData request = span("request out");
                            SpanData process = span("process in");
                            assertThat(request.getParentSpanId())
                                    .isEqualTo(span("user").getSpanId());
                            assertThat(process.getTraceId())
                                    .isEqualTo(span("user").getTraceId());
                            assertThat(process.getParentSpanId()).isEqualTo(request.getSpanId());
                            assertThat(request.getKind()).isEqualTo(SpanKind.CLIENT);
                            assertThat(process.getKind()).isEqualTo(SpanKind.SERVER);
                            assertThat(service.getBean(Service.class)
                                            .received
                                            .take()
                                            .get("traceparent"))
                                    .asString()
                                    .startsWith("00-" + request.getTraceId() + "-" + request.getSpanId() + "-");
                        }));
    }

    @Test
    void shouldWriteTheContextIntoTheHeaderFrame() {
        ZmqSocket sub = outside.bind(SocketType.SUB);
        sub.subscribe("");
        application(tracing())
                .withPropertyValues(
                        "zmq.sockets.events.type=pub",
                        "zmq.sockets.events.connect=tcp://127.0.0.1:" + Outside.port(sub),
                        "zmq.sockets.events.frames=topic-headers-payload")
                .run(context -> {
                    ZmqOperations template = context.getBean(ZmqOperations.class);
                    ZmqSocket pub = context.getBean(ZmqSockets.class).get("events");
                    // a subscriber tells a new peer of its topics when it is used
                    await().until(() ->
                            sub.tryReceive() == null && pub.subscribers("topic".getBytes(StandardCharsets.UTF_8)) > 0);

                    template.convertAndSend("events/topic", "x");

                    Msg msg = sub.receive();
                    SpanData send = span("send events");
                    assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
                    assertThat(msg.string(1))
                            .contains("\"traceparent\":\"00-" + send.getTraceId() + "-" + send.getSpanId() + "-");
                });
    }

    @Test
    void shouldNeitherSendNorAcceptAContextThatTheListsLackOrTheFramesHaveNoRoomFor() {
        ObservationRegistry registry = tracing();
        for (List<String> properties : List.of(
                List.of("zmq.sockets.out.frames=headers-payload", "zmq.sockets.in.frames=headers-payload"),
                List.of(
                        "zmq.sockets.out.frames=headers-payload",
                        "zmq.sockets.in.frames=headers-payload",
                        "zmq.header.send=app_*"),
                List.of(
                        "zmq.sockets.out.frames=headers-payload",
                        "zmq.sockets.in.frames=headers-payload",
                        "zmq.header.accept=app_*"),
                List.of("zmq.sockets.out.frames=payload", "zmq.sockets.in.frames=payload"))) {
            boolean joined = properties.size() == 2 && properties.get(0).endsWith("headers-payload");
            spans.reset();
            application(registry)
                    .withUserConfiguration(Sink.class)
                    .withPropertyValues(
                            "zmq.sockets.in.type=pull",
                            "zmq.sockets.in.bind=inproc://lists",
                            "zmq.sockets.out.type=push",
                            "zmq.sockets.out.connect=inproc://lists")
                    .withPropertyValues(properties.toArray(String[]::new))
                    .run(context -> {
                        context.getBean(ZmqOperations.class).convertAndSend("out", "x");

                        await().until(() -> spans.getFinishedSpanItems().size() == 2);
                        assertThat(span("process in")
                                        .getTraceId()
                                        .equals(span("send out").getTraceId()))
                                .as(properties.toString())
                                .isEqualTo(joined);
                    });
        }
    }

    static class Sink {
        @ZmqListener(socket = "in", id = "sink")
        void on(String text) {}
    }

    static class Forward {
        @ZmqListener(socket = "in", id = "forward")
        @SendTo("out")
        String on(String text) {
            return text;
        }
    }

    @Test
    void shouldMakeWhatAListenerForwardsPartOfItsTrace() {
        ObservationRegistry registry = tracing();
        ZmqSocket pull = outside.bind(SocketType.PULL);
        application(registry)
                .withUserConfiguration(Forward.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=tcp://127.0.0.1:" + Outside.port(pull))
                .run(context -> {
                    outside.connect(
                                    SocketType.PUSH,
                                    context.getBean(ZmqSockets.class).boundPort("in"))
                            .send(Msg.of("x"));

                    assertThat(pull.receive().string(0)).isEqualTo("x");
                    await().until(() -> spans.getFinishedSpanItems().size() == 2);
                    assertThat(span("send out").getParentSpanId())
                            .isEqualTo(span("process in").getSpanId());
                });
    }
}
