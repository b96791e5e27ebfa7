package io.zmq4j.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfig;
import io.zmq4j.SocketConfigBuilder;
import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the system is told of a channel of udp. */
class UdpChannelTest {

    private static <T> T option(boolean bind, UnaryOperator<SocketConfigBuilder> options, SocketOption<T> option)
            throws IOException {
        SocketConfig config = options.apply(SocketConfig.builder()).build();
        UdpChannel opened = bind
                ? Transports.bindUdp(Endpoint.toBind("udp://127.0.0.1:*"), config)
                : Transports.connectUdp(Endpoint.toConnect("udp://127.0.0.1:5555"), config, true);
        try (DatagramChannel channel = opened.channel()) {
            return channel.getOption(option);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSetTheHopsAndTheLoop(boolean bind) throws IOException {
        assertThat(option(bind, b -> b, StandardSocketOptions.IP_MULTICAST_TTL)).isEqualTo(1);
        assertThat(option(bind, b -> b.multicastHops(17), StandardSocketOptions.IP_MULTICAST_TTL))
                .isEqualTo(17);
        assertThat(option(bind, b -> b.multicastHops(255), StandardSocketOptions.IP_MULTICAST_TTL))
                .isEqualTo(255);
        assertThat(option(bind, b -> b, StandardSocketOptions.IP_MULTICAST_LOOP))
                .isTrue();
        assertThat(option(bind, b -> b.multicastLoop(false), StandardSocketOptions.IP_MULTICAST_LOOP))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldSetBuffersAndTypeOfService(boolean bind) throws IOException {
        int usual = option(bind, b -> b, StandardSocketOptions.SO_SNDBUF);
        assertThat(option(bind, b -> b.sendBuffer(20_000), StandardSocketOptions.SO_SNDBUF))
                .isBetween(20_000, 40_000)
                .isNotEqualTo(usual);
        assertThat(option(bind, b -> b.receiveBuffer(20_000), StandardSocketOptions.SO_RCVBUF))
                .isBetween(20_000, 40_000)
                .isNotEqualTo(usual);
        assertThat(option(bind, b -> b.tos(0x10), StandardSocketOptions.IP_TOS)).isEqualTo(0x10);
    }

    @Test
    void shouldConnectOnlyWhatHasOnePeerAndReceivesNothing() throws IOException {
        SocketConfig config = SocketConfig.defaults();
        Endpoint endpoint = Endpoint.toConnect("udp://127.0.0.1:5555");
        UdpChannel sending = Transports.connectUdp(endpoint, config, false);
        try (DatagramChannel channel = sending.channel()) {
            assertThat(channel.isConnected()).isTrue();
            assertThat(sending.endpoint()).isEqualTo("udp://127.0.0.1:5555");
        }
        UdpChannel both = Transports.connectUdp(endpoint, config, true);
        try (DatagramChannel channel = both.channel()) {
            assertThat(channel.isConnected()).isFalse();
            assertThat(both.target()).isEqualTo(sending.target());
        }
    }
}
