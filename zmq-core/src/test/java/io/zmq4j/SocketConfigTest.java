package io.zmq4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An option out of its range is refused with its name, its value and what is allowed. */
class SocketConfigTest {

    private static Arguments refused(String message, UnaryOperator<SocketConfigBuilder> option) {
        return Arguments.of(message, option);
    }

    static Stream<Arguments> refused() {
        Duration negative = Duration.ofMillis(-1);
        return Stream.of(
                refused("sendHwm is -1, allowed: from 0", b -> b.sendHwm(-1)),
                refused("receiveHwm is -1, allowed: from 0", b -> b.receiveHwm(-1)),
                refused("sendHwmBytes is -1, allowed: from 0", b -> b.sendHwmBytes(-1)),
                refused("receiveHwmBytes is -1, allowed: from 0", b -> b.receiveHwmBytes(-1)),
                refused(
                        "reconnectMaxInterval is PT-0.001S, allowed: zero or more",
                        b -> b.reconnectMaxInterval(negative)),
                refused("heartbeatInterval is PT-0.001S, allowed: zero or more", b -> b.heartbeatInterval(negative)),
                refused("heartbeatTtl is PT-0.001S, allowed: zero or more", b -> b.heartbeatTtl(negative)),
                refused(
                        "heartbeatTtl is PT1H49M13.501S, allowed: up to PT1H49M13.5S",
                        b -> b.heartbeatTtl(Duration.ofMillis(6_553_501))),
                refused("heartbeatTimeout is PT-0.001S, allowed: zero or more", b -> b.heartbeatTimeout(negative)),
                refused("handshakeTimeout is PT-0.001S, allowed: zero or more", b -> b.handshakeTimeout(negative)),
                refused("connectTimeout is PT-0.001S, allowed: zero or more", b -> b.connectTimeout(negative)),
                refused("maxMessageSize is -2, allowed: bytes from 0, or -1 for no limit", b -> b.maxMessageSize(-2)),
                refused("maxFrames is 0, allowed: from 1", b -> b.maxFrames(0)),
                refused("maxHandshakeSize is 1023, allowed: from 1024", b -> b.maxHandshakeSize(1023)),
                refused("maxSubscriptions is -1, allowed: from 0", b -> b.maxSubscriptions(-1)),
                refused("maxSubscriptionBytes is -1, allowed: from 0", b -> b.maxSubscriptionBytes(-1)),
                refused("maxSubscriptionNotices is -1, allowed: from 0", b -> b.maxSubscriptionNotices(-1)),
                refused(
                        "metadata property 'Tenant' must begin with X- and have at most 255 visible ASCII characters",
                        b -> b.metadata(Map.of("Tenant", "t"))),
                refused("tcpKeepAlive is 2, allowed: -1, 0 or 1", b -> b.tcpKeepAlive(2)),
                refused("tcpKeepAliveCount is -2, allowed: from -1", b -> b.tcpKeepAliveCount(-2)),
                refused("tcpKeepAliveIdle is -2, allowed: from -1", b -> b.tcpKeepAliveIdle(-2)),
                refused("tcpKeepAliveInterval is -2, allowed: from -1", b -> b.tcpKeepAliveInterval(-2)),
                refused("sendBuffer is -1, allowed: from 0", b -> b.sendBuffer(-1)),
                refused("receiveBuffer is -1, allowed: from 0", b -> b.receiveBuffer(-1)),
                refused("tos is 256, allowed: 0 to 255", b -> b.tos(256)),
                refused("backlog is 0, allowed: from 1", b -> b.backlog(0)),
                refused("multicastHops is 0, allowed: 1 to 255", b -> b.multicastHops(0)),
                refused("multicastHops is 256, allowed: 1 to 255", b -> b.multicastHops(256)),
                refused(
                        "ipcAcceptUsers has '', allowed: names, or nothing for everybody",
                        b -> b.ipcAcceptUsers(Set.of(""))),
                refused(
                        "ipcAcceptGroups has '', allowed: names, or nothing for everybody",
                        b -> b.ipcAcceptGroups(Set.of("staff", " "))),
                refused(
                        "wsAllowedOrigins has 'example.com', allowed: scheme://host, scheme://host:port, null, or nothing "
                                + "for all",
                        b -> b.wsAllowedOrigins(Set.of("example.com"))),
                refused(
                        "wsAllowedOrigins has 'https://a.example/', allowed: scheme://host, scheme://host:port, null, or "
                                + "nothing for all",
                        b -> b.wsAllowedOrigins(Set.of("https://a.example/"))),
                refused(
                        "routingId has 256 bytes, allowed: up to 255 bytes that do not begin with a zero byte",
                        b -> b.routingId(new byte[256])),
                refused(
                        "routingId has 1 bytes and begins with a zero byte, allowed: up to 255 bytes that do not begin "
                                + "with a zero byte",
                        b -> b.routingId(new byte[1])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void shouldNameTheOptionItsValueAndWhatIsAllowed(String message, UnaryOperator<SocketConfigBuilder> option) {
        SocketConfigBuilder builder = option.apply(SocketConfig.builder());
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void shouldKeepEveryOptionWhenItIsBuiltAgain() {
        SocketConfig config = SocketConfig.builder()
                .sendHwmBytes(1)
                .receiveHwmBytes(2)
                .reconnectStop(ReconnectStop.REFUSED, ReconnectStop.AFTER_DISCONNECT)
                .routerNotify(RouterNotify.CONNECT)
                .xpubManualLastValue(true)
                .xsubVerboseUnsubscribe(true)
                .onlyFirstSubscribe(true)
                .multicastHops(3)
                .multicastLoop(false)
                .ipcAcceptUsers(Set.of("alice"))
                .ipcAcceptGroups(Set.of("staff"))
                .wsAllowedOrigins(Set.of("https://a.example", "null"))
                .build();
        assertThat(config.toBuilder().build()).isEqualTo(config).isNotEqualTo(SocketConfig.defaults());
        assertThat(config.toBuilder().routerNotify(false).build().routing().notifyPeers())
                .isFalse();
    }

    @Test
    void shouldNameTheOptionOfAContextItsValueAndWhatIsAllowed() {
        assertThatThrownBy(() -> ContextConfig.builder().ioThreads(0).build())
                .hasMessage("ioThreads is 0, allowed: 1 to 64");
        assertThatThrownBy(() -> ContextConfig.builder().ioThreads(65).build())
                .hasMessage("ioThreads is 65, allowed: 1 to 64");
        assertThatThrownBy(() -> ContextConfig.builder().maxSockets(0).build())
                .hasMessage("maxSockets is 0, allowed: from 1");
        assertThatThrownBy(() -> ContextConfig.builder().threadNamePrefix(" ").build())
                .hasMessage("threadNamePrefix is blank");
        assertThatThrownBy(() ->
                        ContextConfig.builder().spinTime(Duration.ofMillis(2)).build())
                .hasMessage("spinTime is PT0.002S, allowed: from zero to PT0.001S");
    }
}
