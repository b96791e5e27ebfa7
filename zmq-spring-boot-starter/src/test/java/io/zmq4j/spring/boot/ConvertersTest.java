package io.zmq4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.template.ZmqTemplate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.Order;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.AbstractMessageConverter;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.MimeType;

/** Which converters there are, and what none of them does. */
class ConvertersTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    record Temperature(double degrees) {}

    record Point(int x, int y) {}

    /** Temperatures as {@code 21.5C}. */
    @Order(1)
    static class TemperatureConverter extends AbstractMessageConverter {

        private final String unit;

        TemperatureConverter() {
            this("C");
        }

        TemperatureConverter(String unit) {
            super(new MimeType("text", "temperature"));
            setStrictContentTypeMatch(false);
            this.unit = unit;
        }

        @Override
        protected boolean supports(Class<?> type) {
            return type == Temperature.class;
        }

        @Override
        protected Object convertToInternal(Object payload, MessageHeaders headers, Object hint) {
            return (((Temperature) payload).degrees() + unit).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        protected Object convertFromInternal(Message<?> message, Class<?> type, Object hint) {
            String text = new String((byte[]) message.getPayload(), StandardCharsets.UTF_8);
            return new Temperature(Double.parseDouble(text.substring(0, text.length() - 1)));
        }
    }

    @Order(2)
    static class Kelvin extends TemperatureConverter {
        Kelvin() {
            super("K");
        }
    }

    @EnableIntegration
    static class Integration {}

    static class Listener {
        final BlockingQueue<Temperature> temperatures = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "in", id = "listener")
        void on(Temperature temperature) {
            temperatures.add(temperature);
        }
    }

    @Test
    void shouldLeaveOutThoseThatSpringIntegrationHasForItself() {
        ZmqSocket pull = outside.bind(SocketType.PULL);
        Starter.runner()
                .withUserConfiguration(Integration.class)
                .withPropertyValues(
                        "zmq.sockets.out.type=push", "zmq.sockets.out.connect=tcp://127.0.0.1:" + Outside.port(pull))
                .run(context -> {
                    assertThat(context).getBeans(MessageConverter.class).isNotEmpty();
                    context.getBean(ZmqTemplate.class).convertAndSend("out", new Point(1, 2));
                    Msg msg = pull.receive();
                    assertThat(msg).isNotNull();
                    assertThat(msg.string(0)).isEqualTo("{\"x\":1,\"y\":2}");
                });
    }

    @Test
    void shouldAskTheConvertersOfTheApplicationFirstInTheirOrder() {
        ZmqSocket pull = outside.bind(SocketType.PULL);
        Starter.runner()
                .withUserConfiguration(Listener.class)
                .withBean(Kelvin.class)
                .withBean(TemperatureConverter.class)
                // as Spring Integration has one for itself
                .withBean(
                        "composite", MessageConverter.class, () -> new CompositeMessageConverter(List.of(new Kelvin())))
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.out.type=push",
                        "zmq.sockets.out.connect=tcp://127.0.0.1:" + Outside.port(pull))
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    template.convertAndSend("out", new Temperature(21.5));
                    template.convertAndSend("out", new Point(1, 2));
                    template.convertAndSend("out", "text");
                    template.convertAndSend("out", new byte[] {7});

                    assertThat(pull.receive().string(0)).isEqualTo("21.5C");
                    assertThat(pull.receive().string(0)).isEqualTo("{\"x\":1,\"y\":2}");
                    assertThat(pull.receive().string(0)).isEqualTo("text");
                    assertThat(pull.receive().bytes(0)).containsExactly(7);
                    outside.connect(
                                    SocketType.PUSH,
                                    context.getBean(ZmqSockets.class).boundPort("in"))
                            .send(Msg.of("19.0C"));
                    assertThat(context.getBean(Listener.class).temperatures.poll(5, TimeUnit.SECONDS))
                            .isEqualTo(new Temperature(19));
                });
    }

    /** Counts how often it was read from a stream of Java objects. */
    static class Gadget implements Serializable {
        static final AtomicInteger READ = new AtomicInteger();
        private static final long serialVersionUID = 1L;
        public String name = "";

        private void readObject(ObjectInputStream in) {
            READ.incrementAndGet();
        }
    }

    static class Victim {
        final BlockingQueue<Object> got = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "in", id = "victim")
        void on(Gadget gadget) {
            got.add(gadget.name);
        }
    }

    @Test
    void shouldReadNoJavaObjectsNorClassNamesNorBottomlessJson() {
        Starter.runner()
                .withUserConfiguration(Victim.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.in.frames=headers-payload",
                        "zmq.header.accept=*")
                .run(context -> {
                    ZmqSocket push = outside.connect(
                            SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
                    byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
                    byte[] java = "{\"contentType\":\"application/x-java-serialized-object\"}"
                            .getBytes(StandardCharsets.UTF_8);
                    byte[] typed = ("{\"__TypeId__\":\"" + Other.class.getName() + "\",\"json__TypeId__\":\""
                                    + Other.class.getName() + "\"}")
                            .getBytes(StandardCharsets.UTF_8);
                    byte[][] poison = {
                        serialized(),
                        ("{\"x\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8),
                        ("{\"name\":" + "{\"a\":".repeat(100_000)).getBytes(StandardCharsets.UTF_8),
                        ("[\"" + Other.class.getName() + "\",{}]").getBytes(StandardCharsets.UTF_8),
                    };
                    for (byte[] payload : poison) {
                        push.send(Msg.of(json, payload));
                        push.send(Msg.of(java, payload));
                        push.send(Msg.of(typed, payload));
                    }
                    push.send(Msg.of(
                            typed,
                            ("{\"@class\":\"" + Other.class.getName() + "\",\"name\":\"good\"}")
                                    .getBytes(StandardCharsets.UTF_8)));

                    ZmqListenerContainer container = context.getBean("victim", ZmqListenerContainer.class);
                    await().until(() ->
                            container.getStats().failed() + container.getStats().processed() == 13);
                    assertThat(container.isInExpectedState()).isTrue();
                    assertThat(container.getStats().failed()).isGreaterThanOrEqualTo(12);
                    assertThat(Gadget.READ).hasValue(0);
                    assertThat(Other.MADE).hasValue(0);
                });
    }

    private static byte[] serialized() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Gadget());
        }
        return bytes.toByteArray();
    }

    /** What a peer would like to have made. */
    static class Other extends Gadget {
        static final AtomicInteger MADE = new AtomicInteger();
        private static final long serialVersionUID = 1L;

        Other() {
            MADE.incrementAndGet();
        }
    }
}
