package io.zmq4j.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketType;
import io.zmq4j.ZmtpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of a WebSocket in memory, whatever pieces the bytes come in. */
class WebSocketConnectionTest {

    private static final int[] SIZES = {0, 1, 7, 123, 124, 125, 126, 65_533, 65_534, 65_535, 70_000, 200_000};

    private static ZmtpSettings settings(SocketType type, boolean client, String id) {
        return new ZmtpSettings(
                type,
                id.getBytes(StandardCharsets.US_ASCII),
                Map.of(),
                -1,
                1024,
                ZmtpVersion.V3,
                Security.none(),
                false,
                new WebSocketSettings(client, "example.com:80", "/here", Set.of()));
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private final Side client;
    private final Side server;

    WebSocketConnectionTest() {
        client = new Side(settings(SocketType.DEALER, true, "me"), Integer.MAX_VALUE);
        server = new Side(settings(SocketType.ROUTER, false, ""), Integer.MAX_VALUE);
    }

    private static void shakeHands(Side client, Side server, int capacity) {
        server.feed(client.drain(capacity));
        client.feed(server.drain(capacity));
        server.feed(client.drain(capacity));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 1000, 1 << 20})
    void shouldCarryMessagesOfEverySizeInAnyPieces(int piece) {
        Side asking = new Side(settings(SocketType.DEALER, true, "me"), piece);
        Side asked = new Side(settings(SocketType.ROUTER, false, ""), piece);
        shakeHands(asking, asked, Math.max(16, piece));
        assertThat(asked.peer.type()).isEqualTo(SocketType.DEALER);
        assertThat(asked.peer.routingId()).asString().isEqualTo("me");
        assertThat(asking.peer.type()).isEqualTo(SocketType.ROUTER);
        for (int size : SIZES) {
            Msg msg = Msg.of(bytes(size), new byte[0], bytes(3));
            asking.connection.send(msg);
            asked.feed(asking.drain(Math.max(16, piece)));
            assertThat(asked.messages.remove(0).frames())
                    .as("to the server, %d", size)
                    .containsExactlyElementsOf(msg.frames());
            asked.connection.send(msg);
            asking.feed(asked.drain(Math.max(16, piece)));
            assertThat(asking.messages.remove(0).frames())
                    .as("to the client, %d", size)
                    .containsExactlyElementsOf(msg.frames());
        }
    }

    @Test
    void shouldHideWhatAClientSendsAndNotWhatAServerSends() {
        shakeHands(client, server, 64);
        client.connection.send(Msg.of("a secret of a page"));
        assertThat(Side.text(client.drain())).doesNotContain("secret");
        server.connection.send(Msg.of("of no page"));
        assertThat(Side.text(server.drain())).contains("of no page");
    }

    @Test
    void shouldBeGreetedWhenItIsUpgraded() {
        assertThat(client.connection.phase()).isEqualTo(ZmtpConnection.Phase.GREETING);
        server.feed(client.drain());
        assertThat(server.connection.phase()).isEqualTo(ZmtpConnection.Phase.HANDSHAKE);
        client.feed(server.drain());
        assertThat(client.connection.phase()).isEqualTo(ZmtpConnection.Phase.TRAFFIC);
    }

    @Test
    void shouldAskAsTheEndpointSays() {
        assertThat(Side.text(client.drain()))
                .startsWith("GET /here HTTP/1.1\r\nHost: example.com:80\r\n")
                .contains("\r\nSec-WebSocket-Protocol: ZWS2.0/NULL,ZWS2.0\r\n")
                .contains("\r\nSec-WebSocket-Version: 13\r\n");
    }

    @Test
    void shouldSayNothingButGoodbyeWhenItParts() {
        shakeHands(client, server, 64);
        server.drain();
        assertThat(server.connection.part(Parting.LEAVING)).isTrue();
        assertThat(server.connection.phase()).isNotEqualTo(ZmtpConnection.Phase.TRAFFIC);
        byte[] goodbye = server.drain();
        assertThat(goodbye).isEqualTo(Wire.bytes(0x88, 2, 1001 >> 8, 1001 & 0xFF));
        assertThat(server.connection.part(Parting.DONE)).isTrue();
        assertThat(server.connection.hasOutput()).isFalse();

        assertThatThrownBy(() -> client.feed(goodbye))
                .hasMessageContaining("the peer closed the connection, code 1001");
        // the answer, masked
        assertThat(client.drain()).startsWith(Wire.bytes(0x88, 0x82)).hasSize(8);
    }

    @Test
    void shouldHaveNothingToSayWithoutAWebSocket() {
        Side plain = Side.ready(SocketType.PULL, "PUSH");
        assertThat(plain.connection.part(Parting.DONE)).isFalse();
        assertThat(plain.connection.phase()).isEqualTo(ZmtpConnection.Phase.TRAFFIC);
    }

    @Test
    void shouldPingAsAWebSocketDoes() {
        shakeHands(client, server, 64);
        server.drain();
        server.events.clear();
        server.connection.ping(5_000);
        byte[] ping = server.drain();
        assertThat(ping).isEqualTo(Wire.bytes(0x89, 0));
        client.events.clear();
        client.feed(ping);
        assertThat(client.events).containsExactly("ping 0");
        byte[] pong = client.drain();
        assertThat(pong).startsWith(Wire.bytes(0x8A, 0x80)).hasSize(6);
        server.feed(pong);
        assertThat(server.connection.phase()).isEqualTo(ZmtpConnection.Phase.TRAFFIC);
    }

    @Test
    void shouldKeepFewAnswersWhenThePeerFloodsItWithPings() {
        shakeHands(client, server, 64);
        server.drain();
        for (int i = 0; i < 1000; i++) {
            client.connection.ping(0);
            server.feed(client.drain());
        }
        assertThat(server.drain()).hasSizeLessThan(100);
    }
}
