package io.zmq4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.template.ZmqTemplate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Headers;

/** A message of the template comes to a listener of another application as it was sent, in every mode and over every type. */
class FrameModesTest {

    static class Listener {
        final BlockingQueue<Map<String, Object>> headers = new LinkedBlockingQueue<>();
        final BlockingQueue<Object> payloads = new LinkedBlockingQueue<>();

        @ZmqListener(socket = "in", id = "listener")
        void on(Message<?> message, @Headers Map<String, Object> received) {
            headers.add(new HashMap<>(received));
            payloads.add(message.getPayload());
        }
    }

    static Stream<Arguments> modesAndTypes() {
        List<String> multipart = List.of(
                "push pull", "pair pair", "dealer router", "req router", "dealer dealer", "pub sub", "xpub sub");
        List<String> modes = List.of("payload", "topic-payload", "headers-payload", "topic-headers-payload", "compat");
        Stream<Arguments> all = modes.stream().flatMap(mode -> multipart.stream()
                .map(types -> Arguments.of(mode, types.split(" ")[0], types.split(" ")[1])));
        // one frame is all these have
        Stream<Arguments> single = Stream.of("client server", "scatter gather", "channel channel", "radio dish")
                .map(types -> Arguments.of("payload", types.split(" ")[0], types.split(" ")[1]));
        return Stream.concat(all.filter(each -> !(each.get()[0].equals("compat") && isDealer(each))), single);
    }

    /** To these an empty delimiter means something else, and comes first. */
    private static boolean isDealer(Arguments arguments) {
        return List.of(arguments.get()).contains("dealer");
    }

    @ParameterizedTest
    @MethodSource("modesAndTypes")
    void shouldComeAsItWasSent(String name, String from, String to) {
        boolean compat = name.equals("compat");
        String mode = compat ? "topic-payload" : name;
        boolean topic = mode.contains("topic");
        Starter.runner()
                .withUserConfiguration(Listener.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=" + to,
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.in.frames=" + mode,
                        "zmq.sockets.in.compat.empty-delimiter=" + compat)
                .withPropertyValues(
                        switch (to) {
                            case "sub" -> new String[] {"zmq.sockets.in.subscribe="};
                            case "dish" -> new String[] {"zmq.sockets.in.subscribe=group"};
                            default -> new String[0];
                        })
                .run(receiving -> {
                    assertThat(receiving).hasNotFailed();
                    int port = receiving.getBean(ZmqSockets.class).boundPort("in");
                    Starter.runner()
                            .withPropertyValues(
                                    "zmq.sockets.out.type=" + from,
                                    "zmq.sockets.out.connect=tcp://127.0.0.1:" + port,
                                    "zmq.sockets.out.frames=" + mode,
                                    "zmq.sockets.out.compat.empty-delimiter=" + compat)
                            .run(sending -> {
                                assertThat(sending).hasNotFailed();
                                ZmqTemplate template = sending.getBean(ZmqTemplate.class);
                                Listener listener = receiving.getBean(Listener.class);
                                String destination =
                                        topic ? "out/some/topic" : from.equals("radio") ? "out/group" : "out";
                                Map<String, Object> headers = received(template, destination, from, listener);
                                assertThat(listener.payloads.take()).isEqualTo("payload".getBytes());
                                if (topic) {
                                    assertThat(headers).containsEntry(ZmqHeaders.RECEIVED_TOPIC, "some/topic");
                                } else {
                                    assertThat(headers).doesNotContainKey(ZmqHeaders.RECEIVED_TOPIC);
                                }
                                if (mode.contains("headers")) {
                                    assertThat(headers).containsEntry("app_name", "value");
                                } else {
                                    assertThat(headers).doesNotContainKey("app_name");
                                }
                            });
                });
    }

    /** A publisher drops what nobody has subscribed to yet. */
    private static Map<String, Object> received(
            ZmqTemplate template, String destination, String from, Listener listener) throws InterruptedException {
        boolean drops = List.of("pub", "xpub", "radio").contains(from);
        Map<String, Object> headers = null;
        for (int i = 0; i < (drops ? 250 : 1) && headers == null; i++) {
            template.convertAndSend(destination, "payload", Map.<String, Object>of("app_name", "value", "other", "x"));
            headers = listener.headers.poll(drops ? 20 : 5_000, TimeUnit.MILLISECONDS);
        }
        assertThat(headers).isNotNull().doesNotContainKey("other");
        return headers;
    }
}
