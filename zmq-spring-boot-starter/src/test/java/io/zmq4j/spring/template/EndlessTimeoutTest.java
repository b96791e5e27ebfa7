package io.zmq4j.spring.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Timeouts of the template that are negative, as those of sockets may be, have no end. */
class EndlessTimeoutTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    @ParameterizedTest
    @CsvSource({
        "dealer, zmq.template.reply-timeout=-1",
        "dealer, zmq.sockets.client.request-timeout=-1",
        "req, zmq.template.reply-timeout=-1",
        "req, zmq.sockets.client.request-timeout=-1"
    })
    void shouldWaitForTheReplyHoweverLongItTakes(String type, String timeout) {
        ZmqSocket server = outside.bind(SocketType.REP);
        Starter.runner()
                .withPropertyValues(
                        timeout,
                        "zmq.sockets.client.type=" + type,
                        "zmq.sockets.client.connect=tcp://127.0.0.1:" + Outside.port(server))
                .run(context -> {
                    ZmqTemplate template = context.getBean(ZmqTemplate.class);
                    CompletableFuture<String> reply =
                            CompletableFuture.supplyAsync(() -> template.request("client", "a", String.class));
                    CompletableFuture<String> later = template.requestAsync("client", "b", String.class);
                    for (int i = 0; i < 2; i++) {
                        Msg request = server.receive();
                        assertThat(reply.isDone() && later.isDone()).isFalse();
                        server.send(Msg.of(request.string(0) + "!"));
                    }
                    assertThat(reply.get(5, TimeUnit.SECONDS)).isEqualTo("a!");
                    assertThat(later.get(5, TimeUnit.SECONDS)).isEqualTo("b!");
                });
    }

    @Test
    void shouldWaitForAMessageHoweverLongItTakes() {
        ZmqSocket sender = outside.bind(SocketType.PUSH);
        Starter.runner()
                .withPropertyValues(
                        "zmq.template.receive-timeout=-1",
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.connect=tcp://127.0.0.1:" + Outside.port(sender))
                .run(context -> {
                    context.getBean(ZmqSockets.class).get("in");
                    CompletableFuture<String> received = CompletableFuture.supplyAsync(
                            () -> context.getBean(ZmqTemplate.class).receiveAndConvert("in", String.class));
                    sender.send(Msg.of("a"));
                    assertThat(received.get(5, TimeUnit.SECONDS)).isEqualTo("a");
                });
    }
}
