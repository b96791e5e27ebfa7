package io.zmq4j.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.messaging.support.MessageBuilder;

/** A listener answers on every type of socket that can: each requester gets its own replies. */
class ReplyTypesTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    static class Service {
        @ZmqListener(socket = "service", id = "service", returnExceptions = "true")
        Object on(String request) {
            return switch (request.substring(request.indexOf(' ') + 1)) {
                case "fail" -> throw new IllegalStateException(request + " failed");
                case "later" ->
                    CompletableFuture.supplyAsync(
                            () -> request + "!", CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
                case "message" ->
                    MessageBuilder.withPayload(request + "!")
                            // a reply goes to nobody but the requester
                            .setHeader(ZmqHeaders.ROUTING_ID, new byte[] {9, 9, 9, 9})
                            .build();
                default -> request + "!";
            };
        }
    }

    @ParameterizedTest
    @CsvSource({
        "router, dealer, true",
        "router, req, true",
        "rep, req, true",
        "rep, dealer, true",
        "server, client, true",
        "peer, peer, true",
        "pair, pair, false",
        "channel, channel, false"
    })
    void shouldAnswerItsRequesterWhateverTheSocketIs(String type, String peer, boolean several) {
        Starter.runner()
                .withUserConfiguration(Service.class)
                .withPropertyValues("zmq.sockets.service.type=" + type, "zmq.sockets.service.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    int port = context.getBean(ZmqSockets.class).boundPort("service");
                    List<Requester> requesters = several
                            ? List.of(requester(peer, port), requester(peer, port))
                            : List.of(requester(peer, port));
                    for (String request : List.of("plain", "later", "fail", "message", "again")) {
                        for (Requester requester : requesters) {
                            requester.ask(requesters.indexOf(requester) + " " + request);
                        }
                        for (Requester requester : requesters) {
                            String expected = requesters.indexOf(requester) + " " + request;
                            Msg reply = requester.socket().receive();
                            assertThat(reply).as(expected).isNotNull();
                            assertThat(reply.string(reply.size() - 1))
                                    .isEqualTo(request.equals("fail") ? expected + " failed" : expected + "!");
                        }
                    }
                });
    }

    /** @param id what a PEER calls the service */
    private record Requester(ZmqSocket socket, int id) {

        void ask(String request) {
            socket.send(
                    switch (socket.type()) {
                        case PEER -> Msg.of(request).withRoutingId(id);
                        case DEALER -> Msg.of("", request);
                        default -> Msg.of(request);
                    });
        }
    }

    private Requester requester(String type, int port) {
        if (!type.equals("peer")) {
            return new Requester(outside.connect(SocketType.of(type), port), 0);
        }
        ZmqSocket socket = outside.bind(SocketType.PEER);
        return new Requester(socket, socket.connectPeer("tcp://127.0.0.1:" + port));
    }
}
