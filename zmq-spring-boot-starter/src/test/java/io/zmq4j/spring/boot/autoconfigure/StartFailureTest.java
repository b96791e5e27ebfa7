package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.spring.annotation.ZmqListener;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What an operator reads when the application does not start. */
@ExtendWith(OutputCaptureExtension.class)
class StartFailureTest {

    @SpringBootConfiguration
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Empty {}

    @SpringBootConfiguration
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class WithListener {
        @ZmqListener("orders")
        void on(String order) {}
    }

    @SpringBootConfiguration
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class WithInlineSocket {
        @ZmqListener(id = "own", type = "pull", bind = "tcp://127.0.0.1:${port}")
        void on(String order) {}
    }

    private static void start(Class<?> application, String... arguments) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(application)
                        .web(WebApplicationType.NONE)
                        .run(arguments))
                .isNotNull();
    }

    @Test
    void shouldNamePropertyAndHolderWhenPortIsInUse(CapturedOutput output) throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = holder.getLocalPort();
            start(Empty.class, "--zmq.sockets.orders.type=pull", "--zmq.sockets.orders.bind=tcp://127.0.0.1:" + port);

            assertThat(output)
                    .contains("APPLICATION FAILED TO START")
                    .contains("Socket 'orders' cannot be bound to tcp://127.0.0.1:" + port)
                    .contains("Property: zmq.sockets.orders.bind")
                    .contains("commandLineArgs")
                    .contains("in use")
                    .contains("port 0 takes a free one");
        }
    }

    @Test
    void shouldNameTheListenerWhenThePortOfItsOwnSocketIsInUse(CapturedOutput output) throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start(WithInlineSocket.class, "--port=" + holder.getLocalPort());

            assertThat(output)
                    .contains("@ZmqListener with id 'own', attribute bind")
                    .contains("port 0 takes a free one");
        }
    }

    @Test
    void shouldFreeThePortWhenALaterSocketFailsToBind() throws Exception {
        int free;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = probe.getLocalPort();
        }
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start(
                    Empty.class,
                    "--zmq.sockets.first.type=pull",
                    "--zmq.sockets.first.bind=tcp://127.0.0.1:" + free,
                    "--zmq.sockets.second.type=pull",
                    "--zmq.sockets.second.bind=tcp://127.0.0.1:" + holder.getLocalPort());
        }
        try (ServerSocket again = new ServerSocket(free, 1, InetAddress.getLoopbackAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void shouldNamePropertyWhenEndpointIsWrong(CapturedOutput output) {
        start(Empty.class, "--zmq.sockets.orders.type=pull", "--zmq.sockets.orders.bind=tpc://*:5557");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("zmq.sockets.orders.bind")
                .contains("tpc://*:5557")
                .contains("transport 'tpc' is unknown, allowed: [inproc, ipc, tcp, tls, udp, ws, wss]");
    }

    @Test
    void shouldNamePropertyWhenItIsMissing(CapturedOutput output) {
        start(Empty.class, "--zmq.sockets.orders.type=pull");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("neither zmq.sockets.orders.bind nor zmq.sockets.orders.connect is set")
                .contains("Update your application's configuration");
    }

    @Test
    void shouldListTypesWhenTypeIsUnknown(CapturedOutput output) {
        start(Empty.class, "--zmq.sockets.orders.type=pul", "--zmq.sockets.orders.bind=inproc://orders");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("zmq.sockets.orders.type")
                .contains("The following values are valid")
                .contains("PULL");
    }

    @Test
    void shouldListFrameModesWhenModeIsUnknown(CapturedOutput output) {
        start(
                Empty.class,
                "--zmq.sockets.orders.type=pull",
                "--zmq.sockets.orders.bind=inproc://orders",
                "--zmq.sockets.orders.frames=topics");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("zmq.sockets.orders.frames")
                .contains("TOPIC_PAYLOAD");
    }

    @Test
    void shouldNameTheSocketsThereAreWhenListenerNamesAnother(CapturedOutput output) {
        start(WithListener.class, "--zmq.sockets.order.type=pull", "--zmq.sockets.order.bind=inproc://orders");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Socket 'orders' is used")
                .contains("Declared are: [order]")
                .contains("zmq.sockets.orders.type");
    }

    @Test
    void shouldWarnWhenSubscriberSubscribesToNothing(CapturedOutput output) {
        new SpringApplicationBuilder(Empty.class)
                .web(WebApplicationType.NONE)
                .run("--zmq.sockets.prices.type=sub", "--zmq.sockets.prices.bind=inproc://prices")
                .close();

        assertThat(output).contains("socket 'prices' (SUB) subscribes to nothing");
    }
}
