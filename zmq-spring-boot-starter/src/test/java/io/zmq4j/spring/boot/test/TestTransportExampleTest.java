package io.zmq4j.spring.boot.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.autoconfigure.ZmqAutoConfiguration;
import io.zmq4j.spring.template.ZmqOperations;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;

/** How an application is tested without a port: its own endpoints are over TCP, at fixed ports and other hosts. */
@SpringBootTest(
        properties = {
            "zmq.sockets.orders.type=pull",
            "zmq.sockets.orders.bind=tcp://*:5557",
            "zmq.sockets.shop.type=push",
            "zmq.sockets.shop.connect=tcp://localhost:5557",
            "zmq.sockets.prices.type=sub",
            "zmq.sockets.prices.connect=tcp://md1:5556",
            "zmq.sockets.prices.subscribe=EUR."
        })
@AutoConfigureTestZmqTransport
class TestTransportExampleTest {

    @SpringBootConfiguration
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Application {

        final BlockingQueue<String> orders = new LinkedBlockingQueue<>();
        final BlockingQueue<String> audited = new LinkedBlockingQueue<>();

        @ZmqListener("orders")
        void on(String order) {
            orders.add(order);
        }

        @ZmqListener(type = "pull", bind = "tcp://*:5558")
        void audit(String text) {
            audited.add(text);
        }
    }

    @Autowired
    private Application application;

    @Autowired
    private ZmqOperations zmq;

    @Autowired
    private ZmqSockets sockets;

    @Autowired
    private ZmqContext context;

    @Test
    void shouldHandleOrderWhenShopSendsIt() throws InterruptedException {
        zmq.convertAndSend("shop", "two apples");

        assertThat(application.orders.poll(5, TimeUnit.SECONDS)).isEqualTo("two apples");
    }

    @Test
    void shouldReceivePriceWhenTestPlaysTheOtherHost() {
        try (ZmqSocket market = context.socket(SocketType.XPUB)) {
            market.bind("inproc://test-md1-5556");
            assertThat(market.receive(Duration.ofSeconds(5))).isNotNull(); // the subscription
            market.send(Msg.of("EUR.USD", "1.08"));

            assertThat(zmq.receiveAndConvert("prices", String.class, Duration.ofSeconds(5)))
                    .isEqualTo("1.08");
        }
    }

    @Test
    void shouldReachTheListenersOwnSocketToo() throws InterruptedException {
        try (ZmqSocket sender = context.socket(SocketType.PUSH)) {
            sender.connect("inproc://test-5558");
            sender.send(Msg.of("seen"));

            assertThat(application.audited.poll(5, TimeUnit.SECONDS)).isEqualTo("seen");
        }
    }

    @Test
    void shouldUseNoPort() throws Exception {
        assertThat(sockets.get("orders").boundEndpoints()).containsExactly("inproc://test-5557");
        try (ServerSocket free = new ServerSocket(5557, 1, InetAddress.getLoopbackAddress())) {
            assertThat(free.isBound()).isTrue();
        }
    }
}
