package io.zmq4j.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqEndpointAutoConfiguration;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ZmqEndpointTest {

    static class Listener {
        @ZmqListener(socket = "prices", id = "priceListener", info = "prices of the day")
        void on(String text) {
            if (text.equals("fail")) {
                throw new IllegalStateException("broken");
            }
        }
    }

    private static ApplicationContextRunner runner() {
        return Starter.runner()
                .withConfiguration(AutoConfigurations.of(ZmqEndpointAutoConfiguration.class))
                .withUserConfiguration(Listener.class)
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=zmq",
                        "zmq.sockets.prices.type=sub",
                        "zmq.sockets.prices.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.prices.subscribe=EUR.");
    }

    @Test
    void shouldHaveTheDocumentedShapeWhenReadAsJson() {
        runner().run(context -> {
            ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);
            JsonMapper json = context.getBean(JsonMapper.class);
            int port = context.getBean(ZmqSockets.class).boundPort("prices");
            try (Outside outside = new Outside()) {
                var pub = outside.connect(SocketType.PUB, port);
                var listener = context.getBean("priceListener", ZmqListenerContainer.class);
                await().until(() -> {
                    pub.send(Msg.of("EUR.USD", "fail"));
                    return listener.getStats().failed() > 0;
                });
                await().until(() -> json.valueToTree(endpoint.zmq())
                                .at("/sockets/prices/messages/received")
                                .asInt()
                        > 0);

                JsonNode tree = json.valueToTree(endpoint.zmq());

                assertThat(tree.at("/context/ioThreads").asInt()).isEqualTo(1);
                assertThat(tree.at("/context/openSockets").asInt()).isEqualTo(1);
                assertThat(tree.at("/context/terminated").asBoolean()).isFalse();
                JsonNode socket = tree.at("/sockets/prices");
                assertThat(socket.at("/type").asString()).isEqualTo("SUB");
                assertThat(socket.at("/state").asString()).isEqualTo("RUNNING");
                assertThat(socket.at("/bind/0").asString()).isEqualTo("tcp://127.0.0.1:0");
                assertThat(socket.at("/connect").isArray()).isTrue();
                assertThat(socket.at("/boundPorts/0").asInt()).isEqualTo(port);
                assertThat(socket.at("/subscriptions/0").asString()).isEqualTo("EUR.");
                assertThat(socket.at("/security").asString()).isEqualTo("NULL");
                assertThat(socket.at("/peers/0/state").asString()).isEqualTo("READY");
                assertThat(socket.at("/peers/0/since").asString()).startsWith("20");
                assertThat(socket.at("/peers/0/reconnects").isNumber()).isTrue();
                assertThat(socket.at("/messages/dropped").isNumber()).isTrue();
                assertThat(socket.at("/bytes/received").asInt()).isPositive();
                JsonNode priceListener = tree.at("/listeners/priceListener");
                assertThat(priceListener.at("/socket").asString()).isEqualTo("prices");
                assertThat(priceListener.at("/info").asString()).isEqualTo("prices of the day");
                assertThat(priceListener.at("/state").asString()).isEqualTo("RUNNING");
                assertThat(priceListener.at("/concurrency").asInt()).isEqualTo(1);
                assertThat(priceListener.at("/failed").asInt()).isPositive();
                assertThat(priceListener.at("/processed").isNumber()).isTrue();
                assertThat(priceListener.at("/inFlight").isNumber()).isTrue();
                assertThat(priceListener.at("/queued").isNumber()).isTrue();
                assertThat(priceListener.at("/lastError").asString()).contains("broken");
                assertThat(priceListener.at("/lastMessageAt").asString()).startsWith("20");
                assertThat(json.<JsonNode>valueToTree(endpoint.socket("prices")))
                        .isNotEmpty();
                assertThat(endpoint.socket("other")).isNull();
            }
        });
    }

    private static Set<String> keys(JsonNode node) {
        return node.propertyNames().stream().collect(Collectors.toSet());
    }

    @Test
    void shouldHaveEveryDocumentedKeyWhenReadAsJson() {
        runner().run(context -> {
            ZmqSockets sockets = context.getBean(ZmqSockets.class);
            try (Outside outside = new Outside()) {
                outside.connect(SocketType.PUB, sockets.boundPort("prices"));
                JsonMapper json = context.getBean(JsonMapper.class);
                ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);
                await().until(() -> !json.valueToTree(endpoint.zmq())
                        .at("/sockets/prices/peers/0")
                        .isMissingNode());

                JsonNode tree = json.valueToTree(endpoint.zmq());

                assertThat(keys(tree)).containsExactlyInAnyOrder("context", "sockets", "listeners", "proxies");
                assertThat(keys(tree.at("/context")))
                        .containsExactlyInAnyOrder("ioThreads", "openSockets", "terminated");
                JsonNode prices = tree.at("/sockets/prices");
                assertThat(keys(prices))
                        .contains(
                                "type",
                                "state",
                                "bind",
                                "connect",
                                "boundPorts",
                                "subscriptions",
                                "security",
                                "peers",
                                "messages",
                                "bytes");
                assertThat(keys(prices.at("/peers/0")))
                        .contains("endpoint", "state", "since", "reconnects", "routingId", "userId");
                assertThat(keys(prices.at("/messages"))).containsExactlyInAnyOrder("sent", "received", "dropped");
                assertThat(keys(prices.at("/bytes"))).containsExactlyInAnyOrder("sent", "received");
                assertThat(keys(tree.at("/listeners/priceListener")))
                        .contains(
                                "socket",
                                "state",
                                "concurrency",
                                "inFlight",
                                "queued",
                                "processed",
                                "failed",
                                "lastError",
                                "lastMessageAt");
            }
        });
    }

    @Test
    void shouldNameThePeersOfARouter() {
        Starter.runner()
                .withConfiguration(AutoConfigurations.of(ZmqEndpointAutoConfiguration.class))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=zmq",
                        "zmq.sockets.in.type=router",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "zmq.sockets.named.type=dealer",
                        "zmq.sockets.named.routing-id=worker-1",
                        "zmq.sockets.named.connect=inproc://other",
                        "zmq.sockets.nameless.type=dealer",
                        "zmq.sockets.nameless.connect=inproc://other")
                .run(context -> {
                    ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    String address = "tcp://127.0.0.1:" + sockets.boundPort("in");
                    sockets.get("named").connect(address);
                    sockets.get("nameless").connect(address);
                    await().untilAsserted(() -> assertThat(endpoint.socket("in"))
                            .isNotNull()
                            .satisfies(socket -> assertThat(socket.peers())
                                    .extracting(ZmqDescriptor.PeerDescriptor::routingId)
                                    .hasSize(2)
                                    .contains("worker-1")
                                    .anySatisfy(id -> assertThat(id).matches("0x00[0-9a-f]{8}"))));
                });
    }

    @Test
    void shouldPauseResumeStopAndStartWhenAsked() {
        runner().run(context -> {
            ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);
            endpoint.change("priceListener", "PAUSED");
            assertThat(endpoint.zmq().listeners().get("priceListener").state()).isEqualTo("PAUSED");
            endpoint.change("priceListener", "RESUMED");
            assertThat(endpoint.zmq().listeners().get("priceListener").state()).isEqualTo("RUNNING");
            endpoint.change("priceListener", "STOPPED");
            assertThat(endpoint.zmq().listeners().get("priceListener").state()).isEqualTo("STOPPED");
            assertThat(endpoint.zmq().sockets().get("prices").state()).isEqualTo("CLOSED");
            endpoint.change("priceListener", "STARTED");
            assertThat(endpoint.zmq().sockets().get("prices").state()).isEqualTo("RUNNING");
        });
    }

    @Test
    void shouldNameWhatIsAllowedWhenRequestIsWrong() {
        runner().run(context -> {
            ZmqEndpoint endpoint = context.getBean(ZmqEndpoint.class);
            assertThatThrownBy(() -> endpoint.change("other", "PAUSED"))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessageContaining("[priceListener]");
            assertThatThrownBy(() -> endpoint.change("priceListener", "GONE"))
                    .isInstanceOf(InvalidEndpointRequestException.class)
                    .hasMessageContaining("PAUSED, RESUMED, STOPPED, STARTED");
        });
    }
}
