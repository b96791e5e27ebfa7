package io.zmq4j.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.zmq4j.EndpointException;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

@Timeout(30)
class DefaultZmqSocketsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ZmqContext context = ZmqContext.create();

    @AfterEach
    void close() {
        context.close();
    }

    private DefaultZmqSockets sockets(ZmqSocketSpec... specs) {
        return new DefaultZmqSockets(context, List.of(specs));
    }

    private static ZmqSocketSpec pull(String endpoint) {
        return ZmqSocketSpec.builder("orders", SocketType.PULL).bind(endpoint).build();
    }

    @Test
    void shouldOpenASocketOnFirstUseOnly() {
        DefaultZmqSockets sockets = sockets(pull(TestPorts.ANY));

        assertThat(sockets.isOpen("orders")).isFalse();
        assertThat(context.openSockets()).isZero();

        ZmqSocket socket = sockets.get("orders");

        assertThat(sockets.isOpen("orders")).isTrue();
        assertThat(sockets.get("orders")).isSameAs(socket);
        assertThat(sockets.boundPort("orders")).isPositive();
        assertThat(socket.boundEndpoints()).containsExactly(TestPorts.endpoint(sockets.boundPort("orders")));
    }

    @Test
    void shouldNameTheKnownSocketsWhenOneIsUnknown() {
        DefaultZmqSockets sockets = sockets(
                pull(TestPorts.ANY),
                ZmqSocketSpec.builder("events", SocketType.PUB)
                        .bind(TestPorts.ANY)
                        .build());

        assertThatExceptionOfType(UnknownZmqSocketException.class)
                .isThrownBy(() -> sockets.get("order"))
                .withMessage("socket 'order' is unknown, allowed: [orders, events]")
                .satisfies(e -> assertThat(e.known()).containsExactly("orders", "events"));
        assertThatExceptionOfType(UnknownZmqSocketException.class)
                .isThrownBy(() -> sockets().spec("x"))
                .withMessage("socket 'x' is unknown, allowed: none, as none is declared");
    }

    @Test
    void shouldRefuseTheSameNameTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sockets(pull(TestPorts.ANY), pull(TestPorts.ANY)))
                .withMessage("socket name 'orders' is declared twice, for PULL and for PULL, allowed: once");
    }

    @Test
    void shouldNameSocketAndEndpointWhenItCannotBeBound() {
        DefaultZmqSockets holder = sockets(pull(TestPorts.ANY));
        String taken = holder.get("orders").boundEndpoints().get(0);
        DefaultZmqSockets sockets = sockets(ZmqSocketSpec.builder("quotes", SocketType.PULL)
                .bind("inproc://first", taken)
                .build());

        assertThatExceptionOfType(ZmqBindException.class)
                .isThrownBy(() -> sockets.get("quotes"))
                .withMessageStartingWith("socket 'quotes' cannot be bound to " + taken + ": ")
                .satisfies(e -> {
                    assertThat(e.socket()).isEqualTo("quotes");
                    assertThat(e.endpoint()).isEqualTo(taken);
                });
        assertThat(sockets.isOpen("quotes")).isFalse();

        holder.close("orders");
        assertThat(sockets.get("quotes").boundEndpoints()).containsExactly("inproc://first", taken);
    }

    @Test
    void shouldNameSocketAndEndpointWhenItCannotBeConnected() {
        DefaultZmqSockets sockets = sockets(ZmqSocketSpec.builder("orders", SocketType.PUSH)
                .connect("carrier-pigeon://coop".replace("-", ""))
                .build());

        assertThatExceptionOfType(ZmqMessagingException.class)
                .isThrownBy(() -> sockets.get("orders"))
                .withMessageStartingWith("socket 'orders' cannot be connected to carrierpigeon://coop: ")
                .withCauseInstanceOf(EndpointException.class);
        await().atMost(SECOND).until(() -> context.openSockets() == 0);
    }

    @Test
    void shouldHaveNoPortWithoutATcpEndpoint() {
        DefaultZmqSockets sockets = sockets(pull("inproc://orders"));

        assertThatIllegalStateException()
                .isThrownBy(() -> sockets.boundPort("orders"))
                .withMessage(
                        "socket 'orders' has no port: it is bound to [inproc://orders], allowed: an endpoint over tcp, tls,"
                                + " ws, wss or udp");
    }

    @Test
    void shouldOpenAnewOnTheSamePortAfterClose() {
        String endpoint = TestPorts.freeEndpoint();
        DefaultZmqSockets sockets = sockets(pull(endpoint));

        for (int i = 0; i < 10; i++) {
            ZmqSocket first = sockets.get("orders");
            sockets.close("orders");

            assertThat(first.isClosed()).isTrue();
            assertThat(sockets.isOpen("orders")).isFalse();
        }
        assertThat(sockets.get("orders").boundEndpoints()).containsExactly(endpoint);
    }

    @Test
    void shouldRememberSubscriptionsWhenItOpensAnew() {
        DefaultZmqSockets sockets = sockets(ZmqSocketSpec.builder("prices", SocketType.SUB)
                .bind(TestPorts.ANY)
                .subscribe("EUR.", "GBP.")
                .build());
        sockets.subscribe("prices", "USD.");
        assertThat(sockets.isOpen("prices")).isFalse();
        sockets.get("prices");
        sockets.subscribe("prices", "JPY.");
        sockets.unsubscribe("prices", "GBP.");
        sockets.unsubscribe("prices", "never");
        assertThat(subscriptions(sockets)).containsExactlyInAnyOrder("EUR.", "USD.", "JPY.");

        sockets.close("prices");

        assertThat(subscriptions(sockets)).containsExactlyInAnyOrder("EUR.", "USD.", "JPY.");
    }

    private static List<String> subscriptions(ZmqSockets sockets) {
        return sockets.get("prices").stats().subscriptions().stream()
                .map(topic -> new String(topic, UTF_8))
                .toList();
    }

    @Test
    void shouldRefuseSubscriptionsOnATypeWithoutThem() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sockets(pull(TestPorts.ANY)).subscribe("orders", "EUR."))
                .withMessage("socket 'orders' (PULL) has no subscriptions such as 'EUR.', allowed: SUB, XSUB and DISH");
    }

    @Test
    void shouldTellListenersWhatOpensAndCloses() {
        List<String> events = new ArrayList<>();
        DefaultZmqSockets sockets = sockets(pull(TestPorts.ANY));
        sockets.addListener(new ZmqSocketListener() {
            @Override
            public void onOpened(ZmqSocketSpec spec, ZmqSocket socket) {
                events.add(
                        "opened " + spec.name() + " " + socket.boundEndpoints().size());
            }

            @Override
            public void onClosed(ZmqSocketSpec spec) {
                events.add("closed " + spec.name());
            }
        });

        sockets.get("orders");
        sockets.get("orders");
        sockets.close("orders");
        sockets.close("orders");

        assertThat(events).containsExactly("opened orders 1", "closed orders");
    }

    @Test
    void shouldFreePortsWhenTheApplicationStopsAndBindThemAgainWhenItStarts() {
        String endpoint = TestPorts.freeEndpoint();
        try (AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext()) {
            application.registerBean(DefaultZmqSockets.class, () -> sockets(pull(endpoint)));
            application.refresh();
            DefaultZmqSockets sockets = application.getBean(DefaultZmqSockets.class);
            sockets.get("orders");

            application.stop();

            assertThat(sockets.isOpen("orders")).isFalse();
            assertThatExceptionOfType(ZmqMessagingException.class)
                    .isThrownBy(() -> sockets.get("orders"))
                    .withMessageContaining("socket 'orders' cannot be opened: the sockets are stopped");
            DefaultZmqSockets other = sockets(pull(endpoint));
            other.get("orders");
            other.destroy();

            application.start();

            assertThat(sockets.isOpen("orders")).isTrue();
            assertThat(sockets.get("orders").boundEndpoints()).containsExactly(endpoint);
        }
    }

    @Test
    void shouldStayOpenForTheLastWordsOfOtherBeansWhenTheApplicationCloses() {
        ZmqSocket pull = context.socket(SocketType.PULL);
        String endpoint = pull.bind(TestPorts.ANY);
        AnnotationConfigApplicationContext application = new AnnotationConfigApplicationContext();
        application.registerBean(
                DefaultZmqSockets.class,
                () -> sockets(ZmqSocketSpec.builder("out", SocketType.PUSH)
                        .connect(endpoint)
                        .build()));
        application.registerBean("farewell", DisposableBean.class, () -> {
            ZmqSockets sockets = application.getBean(DefaultZmqSockets.class);
            return () -> sockets.get("out").send(Msg.of("bye"), SECOND);
        });
        application.refresh();
        DefaultZmqSockets sockets = application.getBean(DefaultZmqSockets.class);

        application.close();

        assertThat(pull.receive(Duration.ofSeconds(5))).isEqualTo(Msg.of("bye"));
        assertThat(sockets.isOpen("out")).isFalse();
        assertThatExceptionOfType(ZmqMessagingException.class)
                .isThrownBy(() -> sockets.get("out"))
                .withMessageContaining("the sockets are destroyed");
    }

    @Test
    void shouldBeDestroyableBeforeStartAndTwice() {
        DefaultZmqSockets sockets = sockets(pull(TestPorts.ANY));
        ZmqSocket socket = sockets.get("orders");

        sockets.destroy();
        sockets.destroy();
        sockets.start();

        assertThat(socket.isClosed()).isTrue();
        assertThat(sockets.isRunning()).isFalse();
    }
}
